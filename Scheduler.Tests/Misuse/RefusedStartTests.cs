using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>What the user's code refuses half-way leaves everything as it was, and nobody waits for ever.</summary>
public sealed class RefusedStartTests
{
    private readonly List<string> _log = [];
    private bool _refuses;

    [Test]
    public void WaitFor_WhoseTaskIsRefused_FailsWithThat_AndItsCallIsAsItWas()
    {
        Scheduler.Run(Main(), Options());
        _log.ShouldBe(["refused, refused", "begins", "7"]);

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Seven());
            Awaitable<int> wait = WaitFor(call, 0);
            _refuses = true;
            yield return Settle(wait, out Outcome<int> outcome);
            _refuses = false;
            _log.Add($"{outcome.Exception!.Message}, {Should.Throw<IOException>(() => wait.Result).Message}");
            yield return call;
            _log.Add($"{call.Result}");
        }

        IEnumerator<Awaitable> Seven()
        {
            _log.Add("begins");
            yield return Return(7);
        }
    }

    [Test]
    public void WaitFor_WhoseTaskIsRefusedInAFrame_HangsNoTick()
    {
        using var scheduler = new Scheduler(Options());
        CoTask task = scheduler.CreateTask(Main());
        scheduler.CreateTask(EachFrame());
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);

        task.IsDone.ShouldBeTrue();
        _log.ShouldBe(["IOException", "frame", "frame"]);

        IEnumerator<Awaitable> Main()
        {
            _refuses = true;
            yield return Settle(WaitFor(EachFrame(), 0), out Outcome outcome);
            _refuses = false;
            _log.Add(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void Race_WhoseEagerRunnerRaisesCtrlC_LetsItThrough_AndIsWonAllTheSame([Values] bool isFirst)
    {
        using var scheduler = new Scheduler(Options());
        scheduler.TaskFactory = start => start with { Eager = start.Eager ?? start.Name is null };
        Future<(int Index, object? Result)>? race = null;
        CoTask main = scheduler.CreateTask(Main(), "main");

        Should.Throw<KeyboardInterruptException>(() => scheduler.RunUntilComplete(main)).Message.ShouldBe("K");

        if (!isFirst)
        {
            scheduler.RunUntilComplete(main);
            race!.Result.Index.ShouldBe(0);
        }

        IEnumerator<Awaitable> Main()
        {
            IEnumerator<Awaitable>[] runners = isFirst ? [Raise(), Win()] : [Win(), Raise()];
            race = Race(runners.AsEnumerable(), delay: 0.5);
            yield return race;
        }

        IEnumerator<Awaitable> Raise()
        {
            // Once: in the run after, there is nobody at the keyboard.
            if (_log.Count == 0)
            {
                _log.Add("raised");
                throw new KeyboardInterruptException("K");
            }

            yield break;
        }

        static IEnumerator<Awaitable> Win()
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void Key_WhoseHashCodeThrowsLater_LetsItsTasksEnd_AndIsForgotten()
    {
        using var scheduler = new Scheduler(Options());
        var group = new CoGroup(scheduler);
        var key = new Key();
        CoTask first = group.CreateTask(key, Log("first"), RestartPolicy.Queue);
        CoTask second = group.CreateTask(key, Log("second"), RestartPolicy.Queue);
        CoTask other = group.CreateTask(new Key(), Log("other"), RestartPolicy.Queue);
        CoTask waiter = scheduler.CreateTask(WaitForBoth());
        key.Throws = true;

        scheduler.RunUntilComplete(waiter);

        _log.ShouldBe(["first", "other", "second", "both"]);
        other.IsDone.ShouldBeTrue();
        Should.Throw<IOException>(() => group.FindTask(key)).Message.ShouldBe("hash");
        key.Throws = false;
        group.FindTask(key).ShouldBeNull();

        IEnumerator<Awaitable> WaitForBoth()
        {
            yield return first;
            yield return second;
            _log.Add("both");
        }
    }

    [Test]
    public void Predicate_ThatAddsAnotherOneEachTime_EndsItsRound()
    {
        using var scheduler = new Scheduler(Options());
        int asked = 0;
        CoTask task = scheduler.CreateTask(EachFrame());
        task.BindTo(Breed);

        scheduler.Tick(0.1);
        asked.ShouldBe(1);
        scheduler.Tick(0.1);
        asked.ShouldBe(3);

        bool Breed()
        {
            asked++;
            task.BindTo(Breed);
            return true;
        }
    }

    [Test]
    public void Dispose_WhereAFinallyBlockRaisesCtrlC_ClosesAllTheOthers_AndThenLetsItThrough()
    {
        var scheduler = new Scheduler(Options());
        foreach (bool raises in (bool[])[false, true, false])
        {
            scheduler.CreateTask(Stubborn(raises));
        }

        scheduler.Tick(0);
        Should.Throw<KeyboardInterruptException>(scheduler.Dispose).Message.ShouldBe("K");

        scheduler.IsDisposed.ShouldBeTrue();
        _log.ShouldBe(["closed", "closed", "closed"]);

        IEnumerator<Awaitable> Stubborn(bool raises)
        {
            try
            {
                while (true)
                {
                    yield return Settle(new Future(), out _, includeCancellation: true);
                }
            }
            finally
            {
                _log.Add("closed");
                Raise(raises);
            }
        }

        static void Raise(bool raises)
        {
            if (raises)
            {
                throw new KeyboardInterruptException("K");
            }
        }
    }

    private SchedulerOptions Options() => new()
    {
        TimeProvider = new VirtualClock(),
        TaskFactory = start => _refuses ? throw new IOException("refused") : start,
    };

    private IEnumerator<Awaitable> Log(string line)
    {
        _log.Add(line);
        yield return Sleep(1);
    }

    private IEnumerator<Awaitable> EachFrame()
    {
        while (true)
        {
            _log.Add("frame");
            yield return null;
        }
    }

    private sealed class Key
    {
        internal bool Throws { get; set; }

        public override bool Equals(object? obj) => Throws ? throw new IOException("equals") : ReferenceEquals(this, obj);

        public override int GetHashCode() => Throws ? throw new IOException("hash") : 1;
    }
}
