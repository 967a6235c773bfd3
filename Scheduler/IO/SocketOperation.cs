using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// A socket operation: tried at once, which costs no iteration if it succeeds, and again each time that the socket is
/// ready.
/// </summary>
internal abstract class SocketOperation<T>(Socket socket, Interest direction) : PlainFrame, IResult<T>
{
    private SocketWait? _wait;
    private T _result = default!;
    private Exception? _fault;

    private protected Socket Socket => socket;

    public T GetResult(long version)
    {
        if (!IsLeft)
        {
            throw new InvalidStateException($"{GetType().Name} is not done: its result is not there yet. Yield it first, then read its Result.");
        }

        if (_fault is not null)
        {
            Rethrow.Throw(_fault);
        }

        return _result;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task)
    {
        try
        {
            // Also when it was done before: some of .NET's own operations switch it back.
            socket.Blocking = false;
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }

        return IsTurnOver(task, out Awaitable pause) ? pause : Resume(task);
    }

    internal override Awaitable Resume(CoTask task)
    {
        try
        {
            while (true)
            {
                Progress progress = Try(task.Scheduler.Sockets, ref _result, out int bytes);
                if (progress == Progress.None)
                {
                    return new Awaitable(_wait ??= new SocketWait(socket, direction));
                }

                task.Scheduler.Sockets.Turns.Count(task.Scheduler, bytes);
                if (progress == Progress.Done)
                {
                    return Fed;
                }

                if (IsTurnOver(task, out Awaitable pause))
                {
                    return pause;
                }
            }
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    internal override Awaitable Throw(CoTask task, Exception exception) => Fail(exception);

    /// <summary>Tries the operation without waiting, by one call of the socket.</summary>
    /// <param name="sockets">Who knows the socket.</param>
    /// <param name="result">The result, when it is done.</param>
    /// <param name="bytes">How much was moved.</param>
    private protected abstract Progress Try(SocketPoller sockets, ref T result, out int bytes);

    private static bool IsTurnOver(CoTask task, out Awaitable pause) => task.Scheduler.Sockets.Turns.IsOver(task.Scheduler, out pause);

    private Awaitable Fail(Exception exception)
    {
        _fault = exception;
        return Awaitable.Failure(exception);
    }

    /// <summary>Sorts the answers of a socket call that does not throw.</summary>
    /// <returns>Whether the call has done it, or has to be made again when the socket is ready.</returns>
    private protected static Progress ProgressOf(SocketError error) => error switch
    {
        SocketError.Success => Progress.Done,
        SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted => Progress.None,
        _ => throw new SocketException((int)error),
    };
}
