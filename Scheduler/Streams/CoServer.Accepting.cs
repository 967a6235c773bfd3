using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoServer
{
    private const double AcceptRetryDelay = 1;

    private bool _isExhausted;

    // Until it is over, nobody is accepted, whoever leaves meanwhile.
    private TimerHandle? _pause;

    private bool MayAccept => IsServing && _pause is null && ConnectionCount < _options.MaxConnections;

    /// <summary>Begins to accept connections, if it does not yet.</summary>
    /// <exception cref="SocketException">Another one listens there by now.</exception>
    internal void Listen()
    {
        if (!IsServing)
        {
            foreach (Listener listener in _listeners)
            {
                listener.Listen();
            }

            IsServing = true;
            WatchListeners();
        }
    }

    private void Accept(Listener listener)
    {
        for (int i = 0; i <= _options.Backlog && MayAccept; i++)
        {
            Conduit? conduit;
            try
            {
                conduit = listener.TryAccept();
            }
            catch (SocketException error) when (IsExhaustion(error.SocketErrorCode))
            {
                PauseAccepting(error);
                return;
            }
            catch (SocketException error)
            {
                // One that was gone before it was accepted, or the like: the next one may be well.
                if (error.SocketErrorCode != SocketError.ConnectionAborted)
                {
                    Report($"The {Describe()} could not accept a connection", error);
                }

                return;
            }

            if (conduit is null)
            {
                // Nobody waits any more: the next time that there is a lack of something is another one.
                _isExhausted = false;
                return;
            }

            Welcome(conduit);
        }

        WatchListeners();
    }

    private void PauseAccepting(SocketException error)
    {
        if (!_isExhausted)
        {
            _isExhausted = true;
            Report($"The {Describe()} cannot accept connections for lack of descriptors or memory; it goes on in {AcceptRetryDelay} s", error);
        }

        _pause = _scheduler.CallLater(AcceptRetryDelay, EndPause);
        WatchListeners();
    }

    private void EndPause()
    {
        _pause = null;
        WatchListeners();
    }

    private void CloseListeners()
    {
        _pause?.Cancel();
        foreach (Listener listener in _listeners)
        {
            listener.Close();
        }
    }

    private void WatchListeners()
    {
        foreach (Listener listener in _isClosed ? [] : _listeners)
        {
            listener.Watch(MayAccept);
        }
    }

    private static bool IsExhaustion(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable

            // .NET has no name for ENOMEM.
            or SocketError.SocketError;
}
