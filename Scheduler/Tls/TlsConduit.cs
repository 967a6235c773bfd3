using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// The bytes of a stream as TLS: what is sent goes encrypted into another transport, whose protocol this is, and what that receives is decrypted. asyncio's
/// <c>SSLProtocol</c>, with the base library's <see cref="SslStream"/> where that has OpenSSL's objects.
/// </summary>
/// <remarks>
/// The loop never waits in it. It awaits the arrival of the next record by a read of no bytes, which ends inside of the call that feeds it; then there is something
/// to be read at once. What is written in one iteration goes as one record, as far as it fits.
/// </remarks>
internal sealed partial class TlsConduit : Conduit, IProtocol, IRunnable, OpenStreams.IOpen
{
    private readonly Scheduler _scheduler;
    private readonly TlsTerms _terms;
    private readonly Transport _raw;
    private readonly TlsPipe _pipe;
    private readonly SslStream _ssl;
    private readonly Action _feed;
    private readonly Action _onArrival;
    private Stage _stage;
    private Interest _interest;
    private bool _isReported;

    private TlsConduit(Scheduler scheduler, TlsTerms terms, Func<IProtocol, Transport> raw)
    {
        _scheduler = scheduler;
        _terms = terms;
        _flush = new Flusher(this);
        _raw = raw(this);
        _pipe = new TlsPipe(scheduler.Buffers, _raw);
        _ssl = new SslStream(_pipe, leaveInnerStreamOpen: true);
        _feed = _pipe.Feed;
        _onArrival = OnArrival;
        scheduler.OpenStreams.Add(this);
    }

    private enum Stage
    {
        /// <summary>Nothing can be sent or received yet.</summary>
        Handshake,
        Open,

        /// <summary>All is sent, and the end; the peer's is awaited.</summary>
        Closing,

        /// <summary>The raw connection is lost, or nobody wants it any more.</summary>
        Over,
    }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Previous { get; set; }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Next { get; set; }

    // Nobody has to close it but those who are here.
    bool OpenStreams.IOpen.IsClosing => true;

    string? OpenStreams.IOpen.CreationStack => null;

    internal override EndPoint? LocalEndPoint => _raw.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _raw.RemoteEndPoint;

    internal override Socket? Socket => _raw.Socket;

    internal override TlsSession? Tls => _session;

    // As asyncio: whoever says that nothing more comes is answered the same.
    internal override bool EndsBothWays => true;

    internal override bool CanShutdownSend => false;

    internal override int Unsent => _staged + _raw.WriteBufferSize;

    /// <summary>Over a conduit that has carried nothing yet.</summary>
    internal static TlsConduit Over(Scheduler scheduler, Conduit conduit, TlsTerms terms)
    {
        VerifyMay(scheduler);
        return new TlsConduit(scheduler, terms, protocol => new ConduitTransport(scheduler, conduit, protocol));
    }

    /// <summary>Over a transport that has served another protocol.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="arrived">What has arrived for this one already.</param>
    /// <param name="terms">How.</param>
    internal static TlsConduit Over(Scheduler scheduler, Transport transport, ReadOnlySpan<byte> arrived, TlsTerms terms)
    {
        VerifyMay(scheduler);
        var conduit = new TlsConduit(scheduler, terms, protocol =>
        {
            transport.Protocol = protocol;
            transport.ResumeReading();
            return transport;
        });
        conduit._pipe.Append(arrived);
        return conduit;
    }

    internal override void Watch(Interest interest)
    {
        _interest = interest;
        if (_stage == Stage.Open)
        {
            Begin();
        }
    }

    /// <summary>Goes on as is of interest: the handshake is over, and the stream is there.</summary>
    internal void Begin()
    {
        if (IsReading)
        {
            _raw.ResumeReading();
        }
        else
        {
            _raw.PauseReading();
        }

        Changed();
    }

    internal override void ShutdownSend() => throw new NotSupportedException("A direction cannot be ended alone over TLS.");

    internal override void BeginFinish()
    {
        switch (_stage)
        {
            case Stage.Handshake:
                // As in asyncio.
                _raw.Abort(null);
                break;
            case Stage.Open:
                // Also for the peer to take what is queued.
                _patience = _scheduler.CallLater(_terms.ShutdownTimeout, LosePatience);
                break;
            default:
                break;
        }
    }

    internal override bool TryFinish()
    {
        if (_stage == Stage.Open)
        {
            _stage = Stage.Closing;
            Flush();
            SendEnd();
            if (_hasEnded)
            {
                _raw.Close();
            }
            else
            {
                _raw.ResumeReading();
                Discard();
            }
        }

        // When the raw connection is lost.
        return false;
    }

    internal override void Close()
    {
        if (_stage != Stage.Over)
        {
            _stage = Stage.Over;
            _raw.End();
        }

        Release();
    }

    Memory<byte> IProtocol.RoomForMore() => _pipe.RoomForMore();

    void IProtocol.Received(int count)
    {
        _pipe.Extend(count);
        if (count > 0)
        {
            GoOn();
        }
    }

    void IProtocol.EndReceived()
    {
        _pipe.End();
        GoOn();
    }

    void IProtocol.PauseWriting() => _isRawPaused = true;

    void IProtocol.ResumeWriting()
    {
        _isRawPaused = false;
        if (_stage == Stage.Open && (_interest & Interest.Write) != 0)
        {
            Transport.OnReady(Interest.Write);
            Changed();
        }
    }

    void IProtocol.ConnectionLost(Exception? error)
    {
        Stage stage = _stage;
        _stage = Stage.Over;
        _loss = error;
        _patience?.Cancel();
        if (stage == Stage.Handshake)
        {
            TellHandshake();
        }

        // If there is no stream yet, the handshake says it.
        Transport?.Abort(error);
    }

    string OpenStreams.IOpen.Describe() => $"TLS connection to {RemoteEndPoint}";

    void OpenStreams.IOpen.End() => Close();

    /// <summary>The next poll has found it ready.</summary>
    void IRunnable.Run()
    {
        _isReported = false;
        if (_stage == Stage.Open)
        {
            Pump();
            if (IsWritable)
            {
                Transport.OnReady(Interest.Write);
            }

            // As a poll is level-triggered, it is found again.
            Changed();
        }
    }

    private bool IsReading => (_interest & Interest.Read) != 0;

    private bool IsWritable => !_isRawPaused && (_interest & Interest.Write) != 0;

    /// <summary>Something has arrived, or the end has.</summary>
    private void GoOn()
    {
        switch (_stage)
        {
            case Stage.Handshake:
                TellHandshake();
                break;
            case Stage.Open:
                InlineCompletion.Run(_feed);
                Pump();
                Changed();
                break;
            case Stage.Closing:
                InlineCompletion.Run(_feed);
                Discard();
                break;
            default:
                break;
        }
    }

    /// <summary>Hands on what is there, as long as it is wanted.</summary>
    private void Pump()
    {
        while (_stage == Stage.Open && IsReading && HasArrived() && !_scheduler.Sockets.Turns.IsFrameUsedUp)
        {
            Transport.OnReady(Interest.Read);
        }
    }

    /// <summary>The next poll is to find it ready, if it is.</summary>
    private void Changed()
    {
        if (!_isReported && _stage == Stage.Open && (IsWritable || (IsReading && HasArrived())))
        {
            _isReported = true;
            _scheduler.Sockets.AddReady(this);
        }
    }

    /// <summary>Lets go of what is held for it, once nothing goes on any more.</summary>
    private void Release()
    {
        if (_isReleased || _isThreadBusy)
        {
            return;
        }

        _isReleased = true;
        _scheduler.OpenStreams.Remove(this);
        _patience?.Cancel();
        ReturnStaging();
        _ssl.Dispose();

        // Whoever awaits bytes in there finds out now.
        _pipe.End();
        InlineCompletion.Run(_feed);
        _pipe.Clear();
        _ = _handshake?.Exception;
    }

    private static void VerifyMay(Scheduler scheduler)
    {
        if (scheduler.Network.WhyNoTls is { } why)
        {
            throw new NotSupportedException($"No TLS in {scheduler.Describe()}: {why}");
        }
    }
}
