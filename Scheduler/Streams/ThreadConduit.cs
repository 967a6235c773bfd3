using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>
/// What the system cannot poll, read and written on threads of its own: a file, or a device that is always ready. At most one call of each direction is
/// under way; what a read brings is kept until the stream has room for it.
/// </summary>
internal sealed class ThreadConduit : Conduit, IRunnable
{
    private const int MostAtATime = 64 * 1024;

    private readonly Scheduler _scheduler;
    private readonly Stream _stream;

    // Of its own, as a call may never return, and a scheduler waits for its own threads in the end.
    private readonly CoThreadPool _threads = new(maxThreads: 2, name: "CoStream");
    private readonly byte[] _incoming;
    private readonly byte[] _outgoing;
    private Interest _interest;
    private Future<int>? _read;
    private int _taken;
    private Future<int>? _write;
    private bool _isReported;
    private bool _isClosed;

    internal ThreadConduit(Scheduler scheduler, Stream stream)
    {
        _scheduler = scheduler;
        _stream = stream;
        _incoming = CanReceive ? new byte[MostAtATime] : [];
        _outgoing = CanSend ? new byte[MostAtATime] : [];
    }

    internal override bool CanReceive => _stream.CanRead;

    internal override bool CanSend => _stream.CanWrite;

    internal override bool EndsBothWays => !CanSend;

    internal override bool CanShutdownSend => !CanReceive;

    private Interest Ready =>
        _interest & ((_read is { IsDone: true } ? Interest.Read : Interest.None) | (_write is not { IsDone: false } ? Interest.Write : Interest.None));

    internal override void Watch(Interest interest)
    {
        _interest = CanReceive ? interest : interest & Interest.Write;
        Changed();
    }

    internal override int TryReceive(Span<byte> room)
    {
        if (_read is not { IsDone: true } read)
        {
            return -1;
        }

        int count = Math.Min(read.Result - _taken, room.Length);
        _incoming.AsSpan(_taken, count).CopyTo(room);
        _taken += count;
        if (count > 0 && _taken == read.Result)
        {
            _read = null;
        }

        return count;
    }

    // Taken are the bytes when they are written, not before: who has waited for the end of a WriteAll finds them in the file.
    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (_write is { IsDone: true } write)
        {
            _write = null;
            return write.Result;
        }

        if (_write is null)
        {
            int count = Math.Min(bytes.Length, MostAtATime);
            bytes[..count].CopyTo(_outgoing);
            _write = Begin(() =>
            {
                _stream.Write(_outgoing, 0, count);
                _stream.Flush();
                return count;
            });
        }

        return 0;
    }

    internal override void ForgetSending()
    {
        if (_write is { IsDone: true })
        {
            _write = null;
        }
        else if (_write is { } write)
        {
            // The thread has the buffer until it is done with it; its bytes then count as none.
            var nothing = new Future<int>(_scheduler);
            _write = nothing;
            write.AddDoneCallback(_ =>
            {
                nothing.SetResult(0);
                Changed();
            });
        }
    }

    internal override void ShutdownSend() => Transport.Close();

    internal override void Close()
    {
        _isClosed = true;
        _interest = Interest.None;
        _stream.Dispose();
        _threads.TryShutDown(TimeSpan.Zero);
    }

    void IRunnable.Run()
    {
        _isReported = false;
        if (!_isClosed)
        {
            Transport.OnReady(Ready);
            Changed();
        }
    }

    void IRunnable.HandleFault(Exception exception) => ExceptionDispatchInfo.Capture(exception).Throw();

    /// <summary>The interest has changed, or a call is over: the next poll may find it ready.</summary>
    private void Changed()
    {
        if (_isClosed)
        {
            return;
        }

        if (_read is null && (_interest & Interest.Read) != 0)
        {
            _taken = 0;
            _read = Begin(() => _stream.Read(_incoming, 0, _incoming.Length));
        }

        if (!_isReported && Ready != Interest.None)
        {
            _isReported = true;
            _scheduler.Sockets.AddReady(this);
        }
    }

    private Future<int> Begin(Func<int> call)
    {
        Future<int> future = _scheduler.RunInExecutor(_threads, call);
        future.AddDoneCallback(done =>
        {
            // Seen here, though nobody may ask for it any more.
            _ = done.Exception;
            Changed();
        });
        return future;
    }
}
