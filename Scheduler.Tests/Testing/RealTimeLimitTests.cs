using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>A run that hangs is ended and says what hangs; one that is only slow because of a loaded machine is not.</summary>
public sealed class RealTimeLimitTests
{
    private readonly List<string> _log = [];
    private readonly FakeLoad _load = new();

    [TestCase("step", "Outer > Block (task 'main')")]
    [TestCase("callback", "A callback")]
    [TestCase("clean-up", "CleanUp (task 'main')")]
    public void Run_InWhichTheThreadIsBlocked_IsInterrupted_AndNamesWhoBlocksIt(string where, string name)
    {
        using var never = new ManualResetEventSlim();
        using TestScheduler test = new(new TestOptions { RealTimeout = 0.05 });

        var timeout = Should.Throw<TimeoutException>(() => test.Run(where switch
        {
            "step" => Outer(),
            "callback" => Call(),
            _ => CleanUp(),
        }, "main"));

        timeout.Message.ShouldContain("(task 'main') did not end within 0.05 s of real time (RealTimeout).");
        timeout.Message.ShouldContain($"{name} has not come to a yield return: it blocks the thread, or loops. The tasks at that moment:\n");
        test.Run<int>(Ordinary()).ShouldBe(1);
        _log.ShouldBe(["closed"]);
        if (where == "step")
        {
            timeout.InnerException.ShouldBeOfType<ThreadInterruptedException>().StackTrace.ShouldNotBeNull().ShouldContain(nameof(Block));
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Await(Block());
        }

        IEnumerator<Awaitable> Block()
        {
            yield return null;
            try
            {
                never.Wait();
            }
            finally
            {
                _log.Add("closed");
            }
        }

        IEnumerator<Awaitable> Call()
        {
            Scheduler.Current.CallSoon(never.Wait);
            try
            {
                yield return Sleep(double.PositiveInfinity);
            }
            finally
            {
                _log.Add("closed");
            }
        }

        IEnumerator<Awaitable> CleanUp()
        {
            try
            {
                yield return null;
            }
            finally
            {
                _log.Add("closed");
                never.Wait();
            }
        }
    }

    [Test]
    public void Run_InWhichAStepLoops_EndsTheProcessAsTheLastResort()
    {
        var ended = new ManualResetEventSlim();
        string? message = null;
        using TestScheduler test = new(new TestOptions
        {
            RealTimeout = 0.05,
            LastResort = 0.05,
            EndProcess = why =>
            {
                message = why;
                ended.Set();
            },
        });

        Should.Throw<TimeoutException>(() => test.Run(Loop(), "main")).Message.ShouldContain("Loop (task 'main') has not come to a yield return");
        message.ShouldBe("Loop (task 'main') has held up a test for ever, and cannot be interrupted: it loops without coming to a yield return. (TestOptions.RealTimeout)");

        IEnumerator<Awaitable> Loop()
        {
            while (!ended.IsSet)
            {
            }

            yield return null;
        }
    }

    [Test]
    public void Run_ThatYieldsForEver_EachTimeAfterAWhile_IsEndedLongBeforeTheIterationLimit()
    {
        using var never = new ManualResetEventSlim();
        using TestScheduler test = new(new TestOptions { RealTimeout = 0.1 });

        // The cause that it names may be the step, where a loaded machine makes the millisecond a long one.
        Should.Throw<TimeoutException>(() => test.Run(YieldSlowly())).Message.ShouldContain("did not end within 0.1 s of real time (RealTimeout). ");

        IEnumerator<Awaitable> YieldSlowly()
        {
            while (true)
            {
                never.Wait(1);
                yield return null;
            }
        }
    }

    [TestCase(true), TestCase(false)]
    public void Run_OnALoadedMachine_HasTheTimeThatItNeeds(bool isLoaded)
    {
        using TestScheduler test = new(new TestOptions { RealTimeout = 0.02, LostTime = () => _load });
        _load.TakesAll = isLoaded;
        Exception? failure = null;
        try
        {
            test.Run(WaitForLooks());
        }
        catch (TimeoutException exception)
        {
            failure = exception;
        }
        finally
        {
            _load.IsOver = true;
        }

        (failure is null).ShouldBe(isLoaded);

        IEnumerator<Awaitable> WaitForLooks()
        {
            yield return ToThread(() => _load.WaitForLooks(50));
        }
    }

    [Test]
    public void LostTime_OfAProcess_IsWhatItDidNotComputeIn_UnlessItWaitedByItself()
    {
        double used = 7;
        var lost = new LostTime.OfProcess(() => TimeSpan.FromSeconds(used));
        Look(computed: 0, passed: 0.25).ShouldBe(0);
        Look(computed: 0.001, passed: 0.25).ShouldBe(0);
        Look(computed: 0.05, passed: 0.25).ShouldBe(0.2, tolerance: 1e-6);
        Look(computed: 0.25, passed: 0.25).ShouldBe(0, tolerance: 1e-6);
        Look(computed: 0.75, passed: 0.25).ShouldBe(0);

        double Look(double computed, double passed)
        {
            used += computed;
            return lost.Look(passed);
        }
    }

    [Test]
    public void LostTime_OfThisMachine_IsNoMoreThanWhatHasPassed()
    {
        var lost = LostTime.Watch();
        for (int i = 0; i < 3; i++)
        {
            lost.Look(0.001).ShouldBeInRange(0, 0.001);
        }
    }

    private static IEnumerator<Awaitable> Ordinary()
    {
        using var set = new ManualResetEventSlim();
        yield return ToThread(set.Set);
        set.Wait();
        yield return Return(1);
    }

    private sealed class FakeLoad : LostTime
    {
        private int _looks;

        internal bool TakesAll { get; set; }

        internal volatile bool IsOver;

        internal override double Look(double passed)
        {
            Interlocked.Increment(ref _looks);
            return TakesAll ? passed : 0;
        }

        internal void WaitForLooks(int count)
        {
            int last = Volatile.Read(ref _looks) + count;
            var stopped = new SpinWait();
            while (Volatile.Read(ref _looks) < last && !IsOver)
            {
                stopped.SpinOnce();
            }
        }
    }
}
