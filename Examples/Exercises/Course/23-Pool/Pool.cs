using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>Lends at most so many connections at a time, and keeps those that were given back.</summary>
public sealed class Pool(int size, Func<Connection> open)
{
    private readonly CoBoundedSemaphore _places = new(size, "pool");

    // The connections that are open, and that nobody uses.
    private readonly Stack<Connection> _idle = new();

    /// <summary>
    /// Awaits the work, with a connection that nobody else has meanwhile: an idle one, or, if there is none, a new one. A connection
    /// whose work has failed or was cancelled is closed; any other one is kept.
    /// </summary>
    public IEnumerator<Awaitable> Use(Func<Connection, IEnumerator<Awaitable>> work)
    {
        // Acquire one of _places. While you have it: take a connection from _idle, or open() one; await the work; and then keep the
        // connection or close it.
        Connection connection = _idle.TryPop(out Connection? idle) ? idle : open();
        yield return Await(work(connection));
    }
}

/// <summary>Lets at most so many pass in any so many seconds.</summary>
public sealed class Pace(int calls, double seconds)
{
    private readonly CoSemaphore _places = new(calls, "pace");

    /// <summary>Waits until fewer than <c>calls</c> have passed in the last <c>seconds</c>.</summary>
    public IEnumerator<Awaitable> Enter()
    {
        // A place is free again some seconds after it was taken. Scheduler.Current.CallLater(seconds, () => ...) does something
        // then, and does not keep Enter waiting.
        yield return _places.Acquire();
        yield return Sleep(seconds);
        _places.Release();
    }
}

/// <summary>A connection to a database, say.</summary>
public sealed class Connection(int number)
{
    public int Number { get; } = number;

    public bool IsClosed { get; private set; }

    public void Close() => IsClosed = true;
}
