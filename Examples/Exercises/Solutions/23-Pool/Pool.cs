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
        yield return _places.Acquire().Into(out var place);
        using (place.Result)
        {
            Connection connection = _idle.TryPop(out Connection? idle) ? idle : open();
            bool isDone = false;
            try
            {
                yield return Await(work(connection));
                isDone = true;
            }
            finally
            {
                if (isDone)
                {
                    _idle.Push(connection);
                }
                else
                {
                    connection.Close();
                }
            }
        }
    }
}

/// <summary>Lets at most so many pass in any so many seconds.</summary>
public sealed class Pace(int calls, double seconds)
{
    private readonly CoSemaphore _places = new(calls, "pace");

    /// <summary>Waits until fewer than <c>calls</c> have passed in the last <c>seconds</c>.</summary>
    public IEnumerator<Awaitable> Enter()
    {
        yield return _places.Acquire();
        Scheduler.Current.CallLater(seconds, () => _places.Release());
    }
}

/// <summary>A connection to a database, say.</summary>
public sealed class Connection(int number)
{
    public int Number { get; } = number;

    public bool IsClosed { get; private set; }

    public void Close() => IsClosed = true;
}
