using System.Runtime.CompilerServices;

namespace Coroutines;

internal sealed partial class TlsConduit
{
    // The most that goes into one record.
    private const int RecordSize = 16 * 1024;

    private readonly Flusher _flush;

    // What was written in this iteration.
    private byte[]? _staging;
    private int _staged;
    private bool _isRawPaused;

    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _arrival;
    private bool _isAwaitingArrival;

    // Decrypted bytes are there, or the end, or an error.
    private bool _hasArrived;
    private Exception? _error;
    private bool _hasEnded;
    private TimerHandle? _patience;

    internal override int TryReceive(Span<byte> room)
    {
        if (!HasArrived())
        {
            return -1;
        }

        _hasArrived = false;
        int count = Read(room);
        _hasEnded |= count == 0;
        return count;
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (_stage != Stage.Open)
        {
            return 0;
        }

        int taken = 0;
        while (taken < bytes.Length && !_isRawPaused)
        {
            ReadOnlySpan<byte> left = bytes[taken..];
            taken += _staged == 0 && left.Length >= RecordSize ? Encrypt(left[..RecordSize]) : AddToRecord(left);
        }

        return taken;
    }

    /// <summary>Adds to what goes as the next record.</summary>
    private int AddToRecord(ReadOnlySpan<byte> bytes)
    {
        _staging ??= _scheduler.Buffers.Rent(RecordSize);
        int count = Math.Min(bytes.Length, RecordSize - _staged);
        bytes[..count].CopyTo(_staging.AsSpan(_staged));
        _staged += count;
        if (_staged == RecordSize)
        {
            Flush();
        }
        else
        {
            _flush.Schedule();
        }

        return count;
    }

    private void Flush()
    {
        if (_staged > 0)
        {
            int count = _staged;
            _staged = 0;
            Encrypt(_staging.AsSpan(0, count));
            ReturnStaging();
        }
    }

    private int Encrypt(ReadOnlySpan<byte> bytes)
    {
        _ssl.Write(bytes);
        return bytes.Length;
    }

    private void ReturnStaging()
    {
        if (_staging is not null)
        {
            _scheduler.Buffers.Return(_staging);
            _staging = null;
            _staged = 0;
        }
    }

    /// <summary>Whether a read finds something at once; if not, its arrival is awaited from now on.</summary>
    private bool HasArrived()
    {
        if (_hasArrived || _hasEnded || _isAwaitingArrival)
        {
            return _hasArrived;
        }

        AwaitArrival(_ssl.ReadAsync(Memory<byte>.Empty));
        return _hasArrived;
    }

    private void AwaitArrival(ValueTask<int> arrival)
    {
        _isAwaitingArrival = true;
        _arrival = arrival.ConfigureAwait(false).GetAwaiter();
        if (_arrival.IsCompleted)
        {
            OnArrival();
        }
        else
        {
            _arrival.UnsafeOnCompleted(_onArrival);
        }
    }

    private void OnArrival()
    {
        _isAwaitingArrival = false;
        _hasArrived = true;
        try
        {
            _arrival.GetResult();
        }
        catch (Exception error)
        {
            _error = error;
        }
    }

    private int Read(Span<byte> room)
    {
        try
        {
            if (_error is not null)
            {
                throw _error;
            }

            return _ssl.Read(room);
        }
        catch (Exception) when (_pipe.HasEnded)
        {
            // Cut off in the middle of a record, which asyncio takes for the end as well.
            return 0;
        }
        catch (Exception error) when (error is not IOException { InnerException: null })
        {
            throw new IOException(
                $"What {RemoteEndPoint} has sent is no TLS, or was changed on its way: {(error.InnerException ?? error).Message}", error);
        }
    }

    /// <summary>Tells the peer that nothing more comes.</summary>
    private void SendEnd()
    {
        try
        {
            // Nothing in it waits: what it writes is taken at once.
            _ssl.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The peer will hear it by the end of the connection.
        }
    }

    /// <summary>Reads on to the peer's end, which nobody is interested in but the peer.</summary>
    private void Discard()
    {
        while (_stage == Stage.Closing && HasArrived())
        {
            if (ReceiveNothing())
            {
                _raw.Close();
                return;
            }
        }
    }

    /// <returns>Whether nothing more comes.</returns>
    private bool ReceiveNothing()
    {
        try
        {
            return TryReceive(_scheduler.Buffers.Scratch) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private void LosePatience() => _raw.Abort(new TimeoutException(
        $"{RemoteEndPoint} has not ended its TLS connection for {_terms.ShutdownTimeout.Seconds} s after it was closed here."));

    /// <summary>Sends what was written in an iteration, at the beginning of the next one.</summary>
    private sealed class Flusher(TlsConduit conduit) : IRunnable
    {
        private bool _isScheduled;

        internal void Schedule()
        {
            if (!_isScheduled)
            {
                _isScheduled = true;
                conduit._scheduler.Ready.Enqueue(this);
            }
        }

        void IRunnable.Run()
        {
            _isScheduled = false;
            if (conduit._stage == TlsConduit.Stage.Open)
            {
                conduit.Flush();
            }
        }
    }
}
