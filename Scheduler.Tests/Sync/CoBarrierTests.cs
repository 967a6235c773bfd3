using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

public class CoBarrierTests
{
    private readonly CoBarrier _barrier = new(3, "start");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Barrier_TellsHowItStandsAndWhoWaits()
    {
        CoTask first = _rig.Start(Wait());
        CoTask second = _rig.Start(Wait());
        _rig.Iterate();
        _barrier.Waiters.ShouldBe([first, second]);
        _barrier.ToString().ShouldBe("barrier 'start' [2 of 3 arrived, 2 waiting]");
        _rig.Run(Abort());
        _barrier.ToString().ShouldBe("barrier 'start' [broken]");

        IEnumerator<Awaitable> Abort()
        {
            yield return _barrier.Abort();
            yield return null;
            first.Exception.ShouldBeOfType<BrokenBarrierException>().Message.ShouldBe("barrier 'start' was aborted.");
        }
    }

    [Test]
    public void Reset_WhileSomebodyWaits_SaysSo()
    {
        CoTask waiter = _rig.Start(Wait());
        _rig.Iterate();
        _rig.Run(Reset());
        _rig.Iterate();
        waiter.Exception.ShouldBeOfType<BrokenBarrierException>().Message.ShouldBe("barrier 'start' was reset while this task waited at it.");
        _barrier.Waiting.ShouldBe(0);

        IEnumerator<Awaitable> Reset()
        {
            yield return _barrier.Reset();
        }
    }

    [Test]
    public void Deadlock_AtABarrier_SaysHowManyAreMissing()
    {
        var exception = Should.Throw<DeadlockException>(() => Scheduler.Run(Wait(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        exception.Message.ShouldContain("Wait (task 'Task-1'): waiting for barrier 'start' (1 of 3 arrived)\n");
    }

    [Test]
    public void Wait_OfAnotherScheduler_IsAnErrorAtTheYield()
    {
        _rig.Start(Wait());
        _rig.Iterate();
        using var other = new Rig();
        other.Run(Main());
        _barrier.Waiting.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(_barrier.Wait(), out Outcome<int> outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldStartWith(
                "Main (task 'Task-1') waits for barrier 'start', which belongs to another scheduler.");
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_BeforeAllHaveArrived_IsAnError()
    {
        var single = new CoBarrier(1);
        Awaitable<int> wait = single.Wait();
        Should.Throw<InvalidStateException>(() => wait.Result).Message.ShouldBe(
            "The Wait of a barrier is not done: its result is not there yet. Yield it first, then read its Result.");
        yield return wait;
        wait.Result.ShouldBe(0);
        wait.Result.ShouldBe(0);
    }

    [Test]
    public void ManyRounds_OfManyParties_KeepStep()
    {
        const int Parties = 20;
        const int Rounds = 50;
        var barrier = new CoBarrier(Parties);
        int[] rounds = new int[Parties];
        for (int i = 0; i < Parties; i++)
        {
            _rig.Start(Walk(i));
        }

        _rig.Iterate(Rounds * 4);
        rounds.ShouldAllBe(round => round == Rounds);
        barrier.Waiting.ShouldBe(0);
        barrier.Waiters.ShouldBeEmpty();

        IEnumerator<Awaitable> Walk(int party)
        {
            for (int i = 0; i < Rounds; i++)
            {
                rounds.Min().ShouldBeGreaterThanOrEqualTo(i - 1);
                yield return barrier.Wait();
                rounds.Max().ShouldBeLessThanOrEqualTo(i + 1);
                rounds[party]++;
            }
        }
    }

    [Test]
    public void Numbers_WhereOneHasLeftWhileItFills_AreAllDifferent()
    {
        CoTask leaves = _rig.Start(Numbered("a"));
        _rig.Start(Numbered("b"));
        _rig.Iterate();
        leaves.Cancel();
        _rig.Iterate(2);
        _rig.Start(Numbered("c"));
        _rig.Start(Numbered("d"));
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("d 2", "b 1", "c 0");

        IEnumerator<Awaitable> Numbered(string name)
        {
            yield return _barrier.Wait().Into(out Awaitable<int> number);
            _rig.Log($"{name} {number.Result}");
        }
    }

    [Test]
    public void Numbers_WhoeverComesAndLeaves_AreAllOfARound([Values(1, 2, 3, 4, 5)] int seed)
    {
        const int Parties = 5;
        var random = new SeededRandom(seed);
        var barrier = new CoBarrier(Parties);
        List<CoTask<int>> waiting = [];
        int rounds = 0;
        while (rounds < 100)
        {
            if (waiting.Count > 0 && random.Next(3) == 0)
            {
                int leaving = random.Next(waiting.Count);
                waiting[leaving].Cancel();
                waiting.RemoveAt(leaving);
            }
            else if (random.Next(40) == 0)
            {
                _rig.Run(Reset());
                waiting.Clear();
            }
            else
            {
                waiting.Add(_rig.Start<int>(Wait()));
            }

            // Some come while another one has not taken the step yet in which it leaves.
            _rig.Iterate(random.Next(5) + (waiting.Count == Parties ? 20 : 0));
            if (waiting.Count == Parties)
            {
                waiting.Select(party => party.Result).Order().ShouldBe(Enumerable.Range(0, Parties), $"round {rounds} of seed {seed}");
                waiting.Clear();
                rounds++;
            }
        }

        IEnumerator<Awaitable> Wait()
        {
            yield return barrier.Wait().Into(out Awaitable<int> number);
            yield return Return(number.Result);
        }

        IEnumerator<Awaitable> Reset()
        {
            yield return barrier.Reset();
        }
    }

    [Test]
    public void Constructor_WithoutParties_IsAnErrorOfTheArgument() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new CoBarrier(0)).ParamName.ShouldBe("parties");

    private IEnumerator<Awaitable> Wait()
    {
        yield return _barrier.Wait();
    }
}
