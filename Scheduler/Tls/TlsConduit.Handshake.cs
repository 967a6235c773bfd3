using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines;

internal sealed partial class TlsConduit
{
    private const int HandshakeRecord = 22;
    private const int AlertRecord = 21;

    private const int BytesOfBeginning = 16;
    private const int MostBeforeAStep = 64 * 1024;

    private TlsSession? _session;
    private Task? _handshake;

    // What the peer has sent first, where that is no TLS.
    private bool _hasLooked;
    private string? _strangeBeginning;
    private Exception? _loss;

    // Who waits for the peer's next step.
    private Future? _news;
    private bool _isThreadBusy;
    private bool _isReleased;

    /// <summary>Shakes hands with the peer, who is told if that fails.</summary>
    /// <returns>A coroutine that returns nothing. However it ends but well, the connection is closed.</returns>
    internal IEnumerator<Awaitable> Handshake()
    {
        bool isWell = false;
        try
        {
            yield return Settle(WaitFor(Await(TakeSteps()), _terms.HandshakeTimeout), out Outcome outcome);
            if (!outcome.IsSuccess)
            {
                throw ErrorOf(outcome.Exception!);
            }

            isWell = true;
        }
        finally
        {
            if (!isWell)
            {
                Close();
            }
        }

        _session = new TlsSession(_ssl, _terms.Role);
        _pipe.EndFlights();
        _stage = Stage.Open;
    }

    private IEnumerator<Awaitable> TakeSteps()
    {
        while (_handshake is null or { IsCompleted: false })
        {
            if (_handshake is not null)
            {
                yield return Await(News());
            }

            while (!_scheduler.TlsTurns.TryTake())
            {
                yield return Yield();
            }

            LookAtBeginning();
            Action step = _handshake is not null ? _feed : () => _handshake = _terms.Role.Begin(_ssl);
            yield return Await(_terms.IsOnThread ? StepOnThread(step) : StepHere(step));
            VerifyWaits();
        }

        _handshake.GetAwaiter().GetResult();
    }

    private IEnumerator<Awaitable> StepHere(Action step)
    {
        InlineCompletion.Run(step);
        _pipe.SendFlight();
        yield break;
    }

    private IEnumerator<Awaitable> StepOnThread(Action step)
    {
        _raw.PauseReading();
        _pipe.Lend();
        _isThreadBusy = true;
        Future done = _scheduler.RunInExecutor(null, step);
        done.AddDoneCallback(EndStep);
        yield return Shield(done);
        if (_stage == Stage.Handshake)
        {
            _pipe.TakeBack();
            _pipe.SendFlight();
            _raw.ResumeReading();
        }
    }

    private void EndStep(Future done)
    {
        _isThreadBusy = false;
        if (_stage == Stage.Over)
        {
            // It was given up meanwhile.
            _ = done.Exception;
            Release();
        }
    }

    private IEnumerator<Awaitable> News()
    {
        while (!_pipe.HasNews && _stage == Stage.Handshake)
        {
            _raw.ResumeReading();
            _news = new Future(_scheduler) { Name = "the next step of the TLS handshake" };
            yield return _news;
        }

        if (_stage != Stage.Handshake)
        {
            throw _loss ?? new SocketException((int)SocketError.ConnectionAborted);
        }
    }

    private void LookAtBeginning()
    {
        ReadOnlySpan<byte> arrived = _pipe.Arrived;
        if (!_hasLooked && !arrived.IsEmpty)
        {
            _hasLooked = true;
            _strangeBeginning = arrived[0] is HandshakeRecord or AlertRecord
                ? null
                : Encoding.ASCII.GetString(arrived[..Math.Min(arrived.Length, BytesOfBeginning)]);
        }
    }

    private void TellHandshake()
    {
        if (_pipe.Arrived.Length > MostBeforeAStep)
        {
            // More than a step needs.
            _raw.PauseReading();
        }

        if (_news is { IsDone: false })
        {
            _news.SetResult();
        }
    }

    private void VerifyWaits()
    {
        if (_handshake is { IsCompleted: false } && !_pipe.IsRead)
        {
            throw new NotSupportedException(
                "The TLS handshake went on in another thread. Callbacks in the options have to decide at once, without a task of their own.");
        }
    }

    private Exception ErrorOf(Exception error) => error switch
    {
        TimeoutException => new TimeoutException($"The TLS handshake with {RemoteEndPoint} took longer than {_terms.HandshakeTimeout.Seconds} s."),
        SocketException or NotSupportedException => error,
        IOException when _pipe.HasEnded => new NamedSocketException(
            SocketError.ConnectionReset, $"{RemoteEndPoint} has closed the connection in the middle of the TLS handshake."),
        _ => new AuthenticationException($"The TLS handshake with {RemoteEndPoint} failed: {ReasonOf(error)}", error),
    };

    private string ReasonOf(Exception error) => _strangeBeginning is not null
        ? $"the peer does not speak TLS; it began with {Repr.Of(_strangeBeginning)}."
        : error.InnerException is { } inner ? inner.Message : error.Message;
}
