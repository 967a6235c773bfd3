using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>A coroutine that never lets anybody else go on is stopped and named, and nobody else is harmed.</summary>
public class StepLimitTests
{
    private readonly FrameRig _rig = new(handler => new SchedulerOptions { StepLimit = 1000, ExceptionHandler = handler });

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase("future"), TestCase("task"), TestCase("settled"), TestCase("failing"), TestCase("lock"), TestCase("frames")]
    [TestCase("coroutine"), TestCase("try"), TestCase("settled failure"), TestCase("tried failure")]
    [TestCase("event"), TestCase("later failure")]
    public void Runaway_OverSomethingThatIsAlwaysDone_IsStoppedAndNamed(string over)
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        var failed = new Future(_rig.Scheduler);
        failed.SetException(new IOException());
        var gate = new CoLock();
        var open = new CoEvent();
        open.Set();
        CoTask finished = _rig.Start(Nothing());
        _rig.Start(LogEachFrame());
        _rig.Tick();
        CoTask runaway = _rig.Start(Run(), "runaway");
        _rig.Tick(2);

        runaway.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "Run (task 'runaway') went on over 1000 times in one step without ever being suspended (SchedulerOptions.StepLimit), "
            + "and was stopped. Let it wait for something that is not done yet, or give it a bare yield.");
        _rig.ShouldHaveLogged("2 other", "3 closed", "3 other");

        IEnumerator<Awaitable> Run()
        {
            yield return null;
            try
            {
                while (true)
                {
                    switch (over)
                    {
                        case "future":
                            yield return done;
                            break;
                        case "task":
                            yield return finished;
                            break;
                        case "settled":
                            yield return Settle(done, out _);
                            break;
                        case "failing":
                            yield return Settle(failed, out _);
                            break;
                        case "lock":
                            yield return gate.Acquire().Into(out var held);
                            held.Result.Dispose();
                            break;
                        case "frames":
                            yield return WaitFrames(0);
                            break;
                        case "coroutine":
                            yield return Await(Nothing());
                            break;
                        case "event":
                            yield return open.Wait();
                            break;
                        case "try":
                            yield return Try(Nothing()).Finally(() => { });
                            break;
                        case "tried failure":
                            yield return Try(Fail()).Catch<Exception>(_ => { });
                            break;
                        case "later failure":
                            yield return Settle(FailLater(), out _);
                            break;
                        default:
                            yield return Settle(Fail(), out _);
                            break;
                    }
                }
            }
            finally
            {
                _rig.LogFrame("closed");
            }
        }

        IEnumerator<Awaitable> FailLater()
        {
            yield return done;
            throw new IOException();
        }

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }

        static IEnumerator<Awaitable> Fail()
        {
            throw new IOException();
#pragma warning disable CS0162 // A coroutine needs a yield.
            yield break;
#pragma warning restore CS0162
        }
    }

    [Test]
    public void Step_OfAsManyYieldsAsAreAllowed_IsLeftAlone()
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        CoTask task = _rig.Start(Run());
        _rig.Tick(4);
        task.Exception.ShouldBeNull();
        task.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Run()
        {
            for (int frame = 0; frame < 3; frame++)
            {
                for (int i = 0; i < 999; i++)
                {
                    yield return done;
                }

                yield return null;
            }
        }
    }

    [Test]
    public void Runaway_ThatIsStopped_HasItsCleanUpRun_AndNotForEver()
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        int goings = 0;
        CoTask task = _rig.Start(Outer());
        _rig.Tick();

        task.Exception.ShouldBeOfType<InvalidOperationException>();
        _rig.ShouldHaveLogged("deferred");
        goings.ShouldBeInRange(1000, 2000);

        // Whoever catches it and goes on is stopped in his turn, and for good.
        IEnumerator<Awaitable> Outer()
        {
            while (true)
            {
                yield return Settle(Run(), out _);
            }
        }

        IEnumerator<Awaitable> Run()
        {
            if (goings == 0)
            {
                Defer(CleanUp());
            }

            while (true)
            {
                goings++;
                yield return done;
            }
        }

        IEnumerator<Awaitable> CleanUp()
        {
            yield return done;
            _rig.Log("deferred");
        }
    }

    [Test]
    public void Runaway_OverExceptions_HasOneLimitForAllOfThem()
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        int goings = 0;
        CoTask task = _rig.Start(Run());
        _rig.Tick();

        task.Exception.ShouldBeOfType<InvalidOperationException>();
        goings.ShouldBeInRange(500, 2000);

        // Each exception comes after nearly as many goings on as are allowed.
        IEnumerator<Awaitable> Run()
        {
            while (true)
            {
                yield return Settle(Chunk(), out _);
            }
        }

        IEnumerator<Awaitable> Chunk()
        {
            for (int i = 0; i < 500; i++)
            {
                goings++;
                yield return done;
            }

            throw new IOException();
        }
    }

    [Test]
    public void Runaway_InARun_HasNoLimit()
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        _rig.Tick();
        _rig.Scheduler.RunUntilComplete(Run());

        IEnumerator<Awaitable> Run()
        {
            for (int i = 0; i < 10_000; i++)
            {
                yield return done;
            }
        }
    }

    [Test]
    public void Runaway_InsideAnother_ReachesTheOneThatAwaitsIt()
    {
        var done = new Future(_rig.Scheduler);
        done.SetResult();
        _rig.Start(Outer());
        _rig.Tick();
        _rig.ShouldHaveLogged("InvalidOperationException");

        IEnumerator<Awaitable> Outer()
        {
            CoTask inner = CreateTask(Inner());
            yield return Settle(inner, out var outcome);
            _rig.Log(outcome.Exception!.GetType().Name);
        }

        IEnumerator<Awaitable> Inner()
        {
            while (true)
            {
                yield return done;
            }
        }
    }

    private IEnumerator<Awaitable> LogEachFrame()
    {
        yield return null;
        while (true)
        {
            _rig.LogFrame("other");
            yield return null;
        }
    }
}
