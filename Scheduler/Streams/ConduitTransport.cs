using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>_SelectorSocketTransport</c>: receives when the conduit is readable, sends at once what it takes, queues the rest.</summary>
internal sealed class ConduitTransport : Transport
{
    private readonly Scheduler _scheduler;
    private readonly Conduit _conduit;
    private IProtocol _protocol;
    private OutputQueue _output;
    private WaterMarks _marks = WaterMarks.Default;
    private bool _isReadingPaused;
    private bool _isWritingPaused;
    private bool _isAtEnd;
    private bool _isEofWritten;
    private bool _isClosing;

    // Nothing is sent or received any more; the protocol is about to be told.
    private bool _isLost;

    // What it was lost by; null for no error.
    private Exception? _error;

    internal ConduitTransport(Scheduler scheduler, Conduit conduit, IProtocol protocol)
    {
        _scheduler = scheduler;
        _conduit = conduit;
        _protocol = protocol;
        conduit.Transport = this;
        UpdateInterest();
    }

    internal override bool IsClosing => _isClosing;

    internal override bool CanRead => _conduit.CanReceive;

    internal override bool CanWrite => _conduit.CanSend;

    internal override bool CanWriteEof => _conduit.CanShutdownSend;

    internal override EndPoint? LocalEndPoint => _conduit.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _conduit.RemoteEndPoint;

    internal override Socket? Socket => _conduit.Socket;

    internal override TlsSession? Tls => _conduit.Tls;

    internal override IProtocol Protocol { set => _protocol = value; }

    internal override int WriteBufferSize => _output.Count + _conduit.Unsent;

    internal override void PauseReading()
    {
        _isReadingPaused = true;
        UpdateInterest();
    }

    internal override void ResumeReading()
    {
        _isReadingPaused = false;
        UpdateInterest();
    }

    internal override void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_isClosing && TrySendAtOnce(ref bytes) && !bytes.IsEmpty)
        {
            _output.Append(bytes);
            StartQueue();
        }
    }

    internal override bool Write(ReadOnlyMemory<byte> bytes, StreamWriteAll write)
    {
        ReadOnlySpan<byte> unsent = bytes.Span;
        if (_isClosing)
        {
            return true;
        }

        if (!TrySendAtOnce(ref unsent))
        {
            write.Break(_error);
            return true;
        }

        if (unsent.IsEmpty)
        {
            return true;
        }

        _output.Append(bytes[^unsent.Length..], write);
        StartQueue();
        return false;
    }

    internal override void GiveUp(StreamWriteAll write)
    {
        if (_output.IsFirst(write))
        {
            _conduit.ForgetSending();
        }

        _output.GiveUp(write);
        if (!_isLost)
        {
            MaybeResumeWriting();
            EndQueueIfEmpty();
        }
    }

    internal override void WriteEof()
    {
        if (_isClosing || _isEofWritten)
        {
            return;
        }

        _isEofWritten = true;
        if (_output.IsEmpty)
        {
            ShutdownSend();
        }
    }

    internal override void SetWriteBufferLimits(WaterMarks marks)
    {
        _marks = marks;
        MaybePauseWriting();
        MaybeResumeWriting();
    }

    internal override void Close()
    {
        if (_isClosing)
        {
            return;
        }

        _isClosing = true;
        UpdateInterest();
        _conduit.BeginFinish();
        if (_output.IsEmpty && _conduit.TryFinish())
        {
            _isLost = true;
            _scheduler.CallSoon(() => Lose(null));
        }
    }

    internal override void Abort(Exception? error)
    {
        if (_isLost)
        {
            return;
        }

        _isClosing = true;
        _isLost = true;
        _error = error;
        UpdateInterest();
        _output.Clear(error ?? new SocketException((int)SocketError.OperationAborted));
        _scheduler.CallSoon(() => Lose(error));
    }

    internal override void End()
    {
        _isClosing = true;
        _isLost = true;
        _conduit.Close();
    }

    /// <summary>The conduit is readable, or writable, or both.</summary>
    internal void OnReady(Interest ready)
    {
        if (_scheduler.Sockets.Turns.IsFrameUsedUp)
        {
            // The next frame finds it again.
            return;
        }

        // The reader before the writer (rule 6).
        if ((ready & Interest.Read) != 0)
        {
            Receive();
        }

        if ((ready & Interest.Write) != 0)
        {
            SendQueued();
        }
    }

    private bool IsReading => !_isReadingPaused && !_isAtEnd && !_isClosing;

    private void Receive()
    {
        if (!IsReading)
        {
            return;
        }

        int received;
        try
        {
            received = _conduit.TryReceive(_protocol.RoomForMore().Span);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            _protocol.Received(0);
            Abort(error);
            return;
        }

        if (received > 0)
        {
            _scheduler.Sockets.Turns.CountReceived(received);
        }

        _protocol.Received(Math.Max(received, 0));
        if (received == 0)
        {
            _isAtEnd = true;
            UpdateInterest();
            _protocol.EndReceived();
            if (_conduit.EndsBothWays)
            {
                Close();
            }
        }
    }

    /// <summary>Sends what is taken, if nothing is queued before it.</summary>
    /// <returns>False if the connection is broken.</returns>
    private bool TrySendAtOnce(ref ReadOnlySpan<byte> bytes)
    {
        if (!_output.IsEmpty || bytes.IsEmpty)
        {
            return true;
        }

        try
        {
            bytes = bytes[_conduit.TrySend(bytes)..];
            return true;
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            Abort(error);
            return false;
        }
    }

    private void SendQueued()
    {
        if (_isLost || _output.IsEmpty)
        {
            return;
        }

        try
        {
            int sent = _conduit.TrySend(_output.First);
            _output.Remove(sent);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            Abort(error);
            return;
        }

        MaybeResumeWriting();
        EndQueueIfEmpty();
    }

    private void StartQueue()
    {
        UpdateInterest();
        MaybePauseWriting();
    }

    private void EndQueueIfEmpty()
    {
        if (!_output.IsEmpty)
        {
            return;
        }

        UpdateInterest();
        if (_isClosing)
        {
            if (_conduit.TryFinish())
            {
                _isLost = true;
                Lose(null);
            }
        }
        else if (_isEofWritten)
        {
            ShutdownSend();
        }
    }

    private void ShutdownSend()
    {
        try
        {
            _conduit.ShutdownSend();
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            Abort(error);
        }
    }

    private void MaybePauseWriting()
    {
        if (!_isWritingPaused && _output.Count > _marks.High)
        {
            _isWritingPaused = true;
            _protocol.PauseWriting();
        }
    }

    private void MaybeResumeWriting()
    {
        if (_isWritingPaused && _output.Count <= _marks.Low)
        {
            _isWritingPaused = false;
            _protocol.ResumeWriting();
        }
    }

    private void Lose(Exception? error)
    {
        try
        {
            _protocol.ConnectionLost(error);
        }
        finally
        {
            _conduit.Close();
        }
    }

    private void UpdateInterest()
    {
        Interest interest = IsReading ? Interest.Read : Interest.None;
        if (!_output.IsEmpty && !_isLost)
        {
            interest |= Interest.Write;
        }

        _conduit.Watch(interest);
    }
}
