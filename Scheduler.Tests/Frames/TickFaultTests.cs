using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>What goes wrong in one coroutine, or is started and stopped inside a Tick, leaves the others alone.</summary>
public class TickFaultTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { ExceptionHandler = _ => { } });
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Fault_OfOneCoroutine_ChangesNothingInTheTraceOfTheOthers(
        [Values("step", "finally", "sleep", "first", "predicate", "callback", "handler")] string where)
    {
        List<string> expected = TraceOfFiveWith("");

        List<string> actual = TraceOfFiveWith(where);

        expected.Count.ShouldBe(42);
        actual.ShouldBe(expected);
    }

    [Test]
    public void Cancel_OfTasksInEveryState_InsideATick_TakesEffectInItsPlace()
    {
        CoTask unstarted = _scheduler.CreateTask(Guarded("unstarted", null));
        CoTask yielding = _scheduler.CreateTask(Guarded("yielding", null));
        CoTask sleeping = _scheduler.CreateTask(Guarded("sleeping", Sleep(10)));
        CoTask polling = _scheduler.CreateTask(Guarded("polling", WaitUntil(() => false)));
        unstarted.Cancel();
        _scheduler.Tick(1);
        _scheduler.CallLater(0.5, () =>
        {
            yielding.Cancel();
            sleeping.Cancel();
            polling.Cancel();
            _log.Add($"{_scheduler.Time} cancels");
        });

        _scheduler.Tick(1);

        // A bare yield is over at the end of the frame, cancelled or not; the other waits are over at once.
        _log.ShouldBe(["1.5 cancels", "1.5 yielding closed", "1.5 sleeping closed", "1.5 polling closed"]);
        new[] { unstarted, yielding, sleeping, polling }.ShouldAllBe(task => task.IsCancelled);
    }

    [Test]
    public void Cancel_ByAnEarlierSleeperOfTheSameMoment_KeepsTheLaterOneFromGoingOn()
    {
        CoTask? second = null;
        _scheduler.CreateTask(Canceller());
        second = _scheduler.CreateTask(Guarded("second", Sleep(1)));
        _scheduler.CreateTask(Guarded("third", Sleep(1)));

        _scheduler.Tick(2);
        _scheduler.Tick(2);

        _log.ShouldBe(["1 canceller", "1 second closed", "1 third goes on", "1 third closed"]);

        IEnumerator<Awaitable> Canceller()
        {
            yield return Sleep(1);
            _log.Add($"{_scheduler.Time} canceller");
            second!.Cancel();
        }
    }

    [Test]
    public void CreateTask_InEachPartOfATick_StartsInTheSameTick()
    {
        _scheduler.CreateTask(Creator());
        _scheduler.Tick(1);
        _scheduler.Tick(1);

        _log.ShouldBe(["0 first", "0.5 second", "2 third"]);

        IEnumerator<Awaitable> Creator()
        {
            _scheduler.CreateTask(LogOnce("first"));
            yield return Sleep(0.5);
            _scheduler.CreateTask(LogOnce("second"));
            yield return null;
            _scheduler.CreateTask(LogOnce("third"));
        }
    }

    [Test]
    public void KeyboardInterrupt_InATick_LeavesItAndTheNextTickGoesOn()
    {
        bool isInterrupting = true;
        _scheduler.CreateTask(Guarded("yielding", null));
        _scheduler.Tick(1);
        _scheduler.CallLater(0.25, () => _log.Add($"{_scheduler.Time} a"));
        _scheduler.CallLater(0.5, () => throw (isInterrupting ? new KeyboardInterruptException() : new FormatException()));
        _scheduler.CallLater(0.5, () => _log.Add($"{_scheduler.Time} b"));
        _scheduler.CallLater(0.75, () => _log.Add($"{_scheduler.Time} c"));

        Should.Throw<KeyboardInterruptException>(() => _scheduler.Tick(1));
        _log.ShouldBe(["1.25 a"]);
        isInterrupting = false;
        _scheduler.Tick(1);

        _log.ShouldBe(["1.25 a", "1.5 b", "1.75 c", "3 yielding goes on", "3 yielding closed"]);
    }

    [Test]
    public void Tick_InsideATick_IsAnErrorOfTheCaller()
    {
        CoTask task = _scheduler.CreateTask(Reenter());
        _scheduler.Tick(1);

        task.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("Tick was called on a scheduler that is already running (in Reenter");

        IEnumerator<Awaitable> Reenter()
        {
            _scheduler.Tick(1);
            yield break;
        }
    }

    [Test]
    public void Stop_InsideATick_LetsTheFrameFinish()
    {
        _scheduler.CallSoon(_scheduler.Stop);
        _scheduler.CallLater(0.5, () => _log.Add($"{_scheduler.Time} timer"));
        _scheduler.CreateTask(LogOnce("task"));

        _scheduler.Tick(1);

        _log.ShouldBe(["0 task", "0.5 timer"]);
        _scheduler.Time.ShouldBe(1);
    }

    [Test]
    public void Dispose_AfterTicks_RunsTheFinallyBlocksOfAllThatWait()
    {
        foreach (Awaitable wait in (Awaitable[])[null, Sleep(10), Sleep(double.PositiveInfinity), WaitUntil(() => false), new Future()])
        {
            _scheduler.CreateTask(Guarded($"{_log.Count}", wait));
        }

        _scheduler.Tick(1);
        _log.ShouldBeEmpty();
        _scheduler.Dispose();

        // At the time of the last frame, however long ago that was.
        _log.Count.ShouldBe(5);
        _log.ShouldAllBe(line => line.StartsWith("1 ") && line.EndsWith("closed"));
        _scheduler.AllTasks().ShouldBeEmpty();
    }

    private List<string> TraceOfFiveWith(string fault)
    {
        var trace = new List<string>();
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = _ => throw new FormatException("from the handler"),
        });
        TextWriter original = Console.Error;
        Console.SetError(TextWriter.Null);
        try
        {
            for (int i = 0; i < 5; i++)
            {
                scheduler.CreateTask(i == 2 ? Faulty() : Steady(i));
            }

            for (int frame = 0; frame < 10; frame++)
            {
                scheduler.Tick(0.25);
            }

            // Reports what nobody has looked at, while nobody looks.
            scheduler.Dispose();
        }
        finally
        {
            Console.SetError(original);
        }

        return trace;

        IEnumerator<Awaitable> Steady(int number)
        {
            while (true)
            {
                trace.Add($"{scheduler.Time} {number}");
                yield return number switch { 0 => Sleep(0.25), 1 => WaitUntil(() => true), _ => null };
            }
        }

        IEnumerator<Awaitable> Faulty()
        {
            if (fault == "first")
            {
                throw new FormatException();
            }

            try
            {
                yield return null;
                switch (fault)
                {
                    case "step":
                        throw new FormatException();
                    case "callback":
                        scheduler.CallSoon(() => throw new FormatException());
                        break;
                    case "handler":
                        scheduler.ExceptionHandler = null;
                        scheduler.CallSoon(() => throw new FormatException());
                        break;
                }

                yield return fault == "predicate" ? WaitUntil(() => throw new FormatException()) : Sleep(0.3);
                if (fault == "sleep")
                {
                    throw new FormatException();
                }
            }
            finally
            {
                ThrowIf(fault == "finally");
            }
        }
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new FormatException();
        }
    }

    private IEnumerator<Awaitable> LogOnce(string name)
    {
        _log.Add($"{_scheduler.Time} {name}");
        yield break;
    }

    private IEnumerator<Awaitable> Guarded(string name, Awaitable wait)
    {
        try
        {
            yield return wait;
            _log.Add($"{_scheduler.Time} {name} goes on");
        }
        finally
        {
            _log.Add($"{_scheduler.Time} {name} closed");
        }
    }
}
