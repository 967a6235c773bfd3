using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(23)]
public sealed class PoolTests
{
    private readonly Lab _lab = new();
    private readonly List<Connection> _opened = [];
    private readonly HashSet<Connection> _used = [];
    private readonly Pool _pool;
    private bool _isServerDown;

    public PoolTests() => _pool = new Pool(2, Open);

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Use_LetsAsManyWorkAsThereArePlaces_InTheirOrder()
    {
        const string LookAt = "The pool has 2 places. A takes 3 s, B, C and D take 1 s each. C waits until B has finished, and D until C has.";
        _lab.Run(All(Query("A", 3.0), Query("B", 1.0), Query("C", 1.0), Query("D", 1.0)), LookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  A begins", "0.0 s  B begins", "1.0 s  B ends", "1.0 s  C begins", "2.0 s  C ends", "2.0 s  D begins",
                "3.0 s  A ends", "3.0 s  D ends",
            ],
            LookAt);
    }

    [Test, Order(2)]
    public void Use_UsesAConnectionAgain_AndOpensOneOnlyIfThereIsNone()
    {
        const string LookAt = "Three come one after the other: one connection is enough for them, and nobody closes it. Push it to _idle when the work is done.";
        _lab.Run(OneByOne(), LookAt);

        VerifyOpened(1, LookAt);
        Expected.True(_opened.All(connection => !connection.IsClosed), $"{LookAt} Here somebody has closed one.");

        IEnumerator<Awaitable> OneByOne()
        {
            foreach (string name in (string[])["A", "B", "C"])
            {
                yield return Await(Query(name, 1.0));
            }
        }
    }

    [Test, Order(3)]
    public void Use_GivesEachAConnectionOfItsOwn()
    {
        const string LookAt = "Five work with 2 places: 2 connections are opened, and no two works have the same one at the same time.";
        _lab.Run(All([.. "ABCDE".Select(name => Query($"{name}", 1.0))]), LookAt);

        VerifyOpened(2, LookAt);
    }

    [Test, Order(4)]
    public void Use_WhenTheWorkFails_ClosesTheConnection_AndTheErrorGoesOn()
    {
        const string LookAt = "A's work fails. Its connection is closed and not used again, its place is free, and its error goes on to whoever awaits Use.";
        _lab.Run(Main(), LookAt);

        VerifyFirstIsClosed(LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(_pool.Use(Fail), out var outcome);
            Expected.True(outcome.Exception is IOException, "A's work fails with an IOException. Does Use let it go on?");
            yield return Await(Query("B", 1.0));
        }
    }

    [Test, Order(5)]
    public void Use_WhenTheWorkFails_GivesThePlaceBack()
    {
        const string LookAt = "Two works fail at the same time, and then two others work. Their places have to be free again: `using`, or `finally`.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldReadByTime(["1.0 s  A begins", "1.0 s  B begins", "2.0 s  A ends", "2.0 s  B ends"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return GatherOutcomes(_pool.Use(Fail), _pool.Use(Fail));
            yield return Gather(Query("A", 1.0), Query("B", 1.0));
        }
    }

    [Test, Order(6)]
    public void Use_WhenTheWorkIsCancelled_ClosesTheConnection()
    {
        const string LookAt = "A's work is cancelled at 1.0 s: its answer is still on the way, and nobody else may get it. So close the connection then, too. "
            + "A Settle sees a cancel only if it is asked to, and a `finally` does not ask.";
        _lab.Run(Main(), LookAt);

        VerifyFirstIsClosed(LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask first = CreateTask(Query("A", 9.0));
            yield return Sleep(1.0);
            first.Cancel();
            yield return Wait([first]);
            Expected.True(first.IsCancelled, "A cancel has to go on, as an error does.");
            yield return Await(Query("B", 1.0));
        }
    }

    [Test, Order(7)]
    public void Use_CancelledWhileItWaitsForAPlace_HasNoneToGiveBack()
    {
        const string LookAt = "A and B have both places. C waits, and is cancelled at 1.0 s. At 2.0 s D comes, and has to wait until 4.0 s. "
            + "Who is cancelled while he waits has taken no place, and may not give one back: acquire before the `try`.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  A begins", "0.0 s  B begins", "4.0 s  A ends", "4.0 s  D begins", "5.0 s  B ends", "5.0 s  D ends"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask others = CreateTask(All(Query("A", 4.0), Query("B", 5.0)));
            yield return Sleep(0.5);
            CoTask third = CreateTask(Query("C", 1.0));
            yield return Sleep(0.5);
            third.Cancel();
            yield return Wait([third]);
            Expected.True(third.IsCancelled, "C was cancelled, and has to end by that.");
            yield return Sleep(1.0);
            yield return Await(Query("D", 1.0));
            yield return others;
        }
    }

    [Test, Order(8)]
    public void Use_WhenOpenFails_GivesThePlaceBack()
    {
        const string LookAt = "open() fails three times, with an IOException that goes on. Then it works again: there have to be two places, as before.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  A begins", "0.0 s  B begins", "1.0 s  A ends", "1.0 s  B ends"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            _isServerDown = true;
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(Query("nobody", 1.0), out var outcome);
                Expected.True(outcome.Exception is IOException, LookAt);
            }

            _isServerDown = false;
            yield return Gather(Query("A", 1.0), Query("B", 1.0));
        }
    }

    [Test, Order(9)]
    public void Enter_LetsPassAsManyAsMay_AndHoldsThemUpNoLonger()
    {
        const string LookAt = "2 may enter in any second. Six come at 0.0 s: two enter at once, two at 1.0 s, and two at 2.0 s. "
            + "A place is free a second after it was taken; who has it does not wait for that.";
        _lab.Run(Enter(new Pace(2, 1.0), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  enters", "0.0 s  enters", "1.0 s  enters", "1.0 s  enters", "2.0 s  enters", "2.0 s  enters"], LookAt);
    }

    [Test, Order(10)]
    public void Enter_CountsFromTheMomentOfEach()
    {
        const string LookAt = "2 may enter in any second. One comes at 0.0 s, and three at 0.8 s. The second enters at once, for that is the second one in the last second. "
            + "The third enters at 1.0 s, one second after the first, and the fourth at 1.8 s, one second after the second.";
        _lab.Run(Enter(new Pace(2, 1.0), 0.0, 0.8, 0.8, 0.8), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  enters", "0.8 s  enters", "1.0 s  enters", "1.8 s  enters"], LookAt);
    }

    [Test, Order(11)]
    public void Enter_AfterAWhile_LetsPassNoMoreThanMay()
    {
        const string LookAt = "One may enter in any 10 seconds. One comes at 0.0 s, and two at 95.0 s: a place that nobody has used is no second place.";
        _lab.Run(Enter(new Pace(1, 10.0), 0.0, 95.0, 95.0), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  enters", "95.0 s  enters", "105.0 s  enters"], LookAt);
    }

    private void VerifyOpened(int expected, string lookAt) =>
        Expected.True(_opened.Count == expected, $"{lookAt}\n\nSo many connections were opened: {_opened.Count}");

    private void VerifyFirstIsClosed(string lookAt)
    {
        string states = string.Join(", ", _opened.Select(connection => connection.IsClosed ? "closed" : "open"));
        Expected.True(states == "closed, open", $"{lookAt} B has to get a new connection, which stays open.\n\nThe connections that were opened are now: {states}");
    }

    private static IEnumerator<Awaitable> All(params IEnumerator<Awaitable>[] queries)
    {
        yield return Gather(queries);
    }

    // Somebody comes at each of these moments. Waits a while in the end, for whoever gives places back in a task of its own.
    private IEnumerator<Awaitable> Enter(Pace pace, params double[] moments)
    {
        yield return Gather(moments.Select(EnterAt));
        yield return Sleep(20.0);

        IEnumerator<Awaitable> EnterAt(double moment)
        {
            yield return Sleep(moment);
            yield return Await(pace.Enter());
            _lab.Print("enters");
        }
    }

    private IEnumerator<Awaitable> Query(string name, double seconds)
    {
        yield return Await(_pool.Use(Ask));

        IEnumerator<Awaitable> Ask(Connection connection)
        {
            Take(connection);
            _lab.Print($"{name} begins");
            yield return Sleep(seconds);
            _lab.Print($"{name} ends");
            _used.Remove(connection);
        }
    }

    private IEnumerator<Awaitable> Fail(Connection connection)
    {
        Take(connection);
        yield return Sleep(1.0);
        _used.Remove(connection);
        throw new IOException("the connection is lost");
    }

    private void Take(Connection connection)
    {
        Expected.False(connection.IsClosed, "A connection that was closed is used again.");
        Expected.True(_used.Add(connection), "Two works have the same connection at the same time.");
    }

    private Connection Open()
    {
        if (_isServerDown)
        {
            throw new IOException("the server is down");
        }

        Connection connection = new(_opened.Count + 1);
        _opened.Add(connection);
        return connection;
    }
}
