using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// A socket operation: tried at once, which costs no iteration if it succeeds, and again each time that the socket is
/// ready.
/// </summary>
internal abstract class SocketOperation<T>(Socket socket, Interest direction) : Frame, IResult<T>
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

    public Awaitable ToAwaitable() => new(this, AwaitableKind.Frame);

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

        return Resume(task);
    }

    internal override Awaitable Resume(CoTask task)
    {
        try
        {
            return TryComplete(out _result)
                ? Completed
                : new Awaitable(_wait ??= new SocketWait(socket, direction), AwaitableKind.Suspension);
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    internal override Awaitable Throw(CoTask task, Exception exception) => Fail(exception);

    /// <summary>Tries the operation without waiting.</summary>
    /// <returns>False if it has to wait until the socket is ready.</returns>
    private protected abstract bool TryComplete(out T result);

    private Awaitable Fail(Exception exception)
    {
        _fault = exception;
        return Awaitable.Failure(exception);
    }

    /// <summary>Sorts the answers of a socket call that does not throw.</summary>
    /// <returns>False if the call has to be made again when the socket is ready.</returns>
    private protected static bool IsDone(SocketError error) => error switch
    {
        SocketError.Success => true,
        SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted => false,
        _ => throw new SocketException((int)error),
    };
}
