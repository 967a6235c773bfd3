using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>What is wrong with a pool.</summary>
internal enum PoolBug
{
    None,

    /// <summary>A connection that is given back between the look and the wait wakes nobody.</summary>
    LostWakeUp,

    /// <summary>A waiter that is cancelled after he was handed a connection does not give it back.</summary>
    LeakOnCancel,

    /// <summary>A connection is looked at, and taken a step later.</summary>
    DoubleHandOut,

    /// <summary>How many there are is counted only when a connection is open.</summary>
    TooMany,
}

/// <summary>A pool of connections, of about a hundred lines, with one of four bugs or none; and the clients that find it.</summary>
internal sealed class ConnectionPool(int most, PoolBug bug)
{
    private readonly List<int> _idle = [];
    private readonly Queue<Future<int>> _waiting = [];
    private int _open;
    private int _made;

    internal int Idle => _idle.Count;

    internal int Open => _open;

    /// <summary>Four clients use two connections, and one of them is cancelled on the way; then all connections have to be there.</summary>
    internal static IEnumerator<Awaitable> Use(int pad, PoolBug bug)
    {
        ConnectionPool pool = new(most: 2, bug);
        HashSet<int> inUse = [];
        CoTask[] clients = [.. Enumerable.Range(0, 4).Select(number => CreateTask(Client(number), $"client {number}"))];
        CreateTask(CancelLast(), "impatience");
        yield return GatherOutcomes(clients).Into(out var outcomes);
        foreach (Outcome outcome in outcomes.Result)
        {
            Verify(outcome.IsSuccess || outcome.IsCancelled, outcome.Exception?.Message ?? "failed");
        }

        Verify(pool.Open <= 2, "too many connections");
        Verify(pool.Idle == pool.Open, "a connection is lost");

        IEnumerator<Awaitable> Client(int number)
        {
            // They come one after the other, and the third one has to wait.
            yield return Await(Pauses(number));
            for (int round = 0; round < 2; round++)
            {
                yield return Await(Work());
                yield return Await(Pauses(10));
            }
        }

        IEnumerator<Awaitable> Work()
        {
            yield return Await<int>(pool.Rent()).Into(out var rented);
            int connection = rented.Result;
            Verify(inUse.Add(connection), "a connection is used twice");
            try
            {
                yield return Await(Pauses(4));
            }
            finally
            {
                inUse.Remove(connection);
                pool.GiveBack(connection);
            }
        }

        IEnumerator<Awaitable> CancelLast()
        {
            yield return Await(Pauses(7));
            clients[3].Cancel();
        }

        IEnumerator<Awaitable> Pauses(int count)
        {
            for (int i = 0; i < count * (pad + 1); i++)
            {
                yield return null;
            }
        }
    }

    private IEnumerator<Awaitable> Rent()
    {
        if (_idle.Count > 0)
        {
            int taken = _idle[^1];
            if (bug == PoolBug.DoubleHandOut)
            {
                // A look whether it still answers.
                yield return null;
                _idle.Remove(taken);
            }
            else
            {
                _idle.RemoveAt(_idle.Count - 1);
            }

            yield return Return(taken);
        }

        if (_open < most)
        {
            if (bug == PoolBug.TooMany)
            {
                yield return null;
            }

            _open++;
            yield return Return(++_made);
        }

        if (bug == PoolBug.LostWakeUp)
        {
            yield return null;
        }

        Future<int> turn = new(Scheduler.Current);
        _waiting.Enqueue(turn);
        if (bug == PoolBug.LeakOnCancel)
        {
            yield return turn;
            yield return Return(turn.Result);
        }

        bool isTaken = false;
        try
        {
            yield return turn;
            isTaken = true;
        }
        finally
        {
            if (!isTaken && turn is { IsDone: true, IsCancelled: false })
            {
                GiveBack(turn.Result);
            }
        }

        yield return Return(turn.Result);
    }

    private void GiveBack(int connection)
    {
        while (_waiting.TryDequeue(out Future<int>? turn))
        {
            if (!turn.IsDone)
            {
                turn.SetResult(connection);
                return;
            }
        }

        _idle.Add(connection);
    }

    private static void Verify(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException(what);
        }
    }
}
