using System.Net.Sockets;
namespace Coroutines;

/// <summary>Has somebody called, by an item of the ready queue, once in each iteration in which a socket of theirs is ready.</summary>
internal sealed class DescriptorWatch : IRunnable, IDisposable
{
    private readonly SocketPoller _poller;
    private readonly SocketRegistration _registration;
    private readonly Action<Interest> _report;
    private Interest _ready;

    internal DescriptorWatch(SocketPoller poller, Socket socket, Action<Interest> report)
    {
        _poller = poller;
        _registration = new SocketRegistration(socket) { Watch = this };
        _report = report;
    }

    /// <summary>What it is watched for; nothing after <see cref="Dispose"/>.</summary>
    internal Interest Interest
    {
        get;
        set
        {
            if (field != value)
            {
                _poller.Change(_registration, field, value);
                field = value;
            }
        }
    }

    /// <summary>The selector has found it ready.</summary>
    internal void Release(Interest ready, ReadyQueue queue)
    {
        // What was found in the last iteration, and has not been told, is told with this.
        if (_ready == Interest.None)
        {
            queue.Enqueue(this);
        }

        _ready |= ready;
    }

    /// <summary>No longer watched; the socket may be closed after that.</summary>
    public void Dispose()
    {
        Interest = Interest.None;
        SocketPoller.Forget(_registration);
    }

    void IRunnable.Run()
    {
        Interest ready = _ready & Interest;
        _ready = Interest.None;
        if (ready != Interest.None)
        {
            _report(ready);
        }
    }
}
