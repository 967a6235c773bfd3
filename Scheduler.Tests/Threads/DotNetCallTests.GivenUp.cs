using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

// The wait is given up, in every way that there is.
public sealed partial class DotNetCallTests
{
    [Test]
    public void Cancel_OfTheCoroutine_CancelsTheToken_BeforeItsBlocksRun()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(() => _rig.Log("deferred"));
            try
            {
                yield return Await(Ask);
            }
            finally
            {
                _rig.Log("finally");
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel("stop");
        _rig.Log("asked");
        _rig.Iterate();

        _rig.ShouldHaveLogged("called", "asked", "token cancelled", "finally", "deferred");
        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("stop");
    }

    [Test]
    public void Wait_ThatIsGivenUpByATimeLimit_CancelsTheToken_AndEndsWithATimeout()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(Await(Ask), 1), out Outcome<string> outcome);
            _rig.LogTime($"{outcome.Exception!.GetType().Name}");
            yield return Settle(Limited(), out Outcome other);
            _rig.LogTime($"{other.Exception!.GetType().Name}");
            yield return Settle(WaitFor(Await(Ask), 0), out outcome);
            _rig.LogTime($"{outcome.Exception!.GetType().Name}");
        }

        IEnumerator<Awaitable> Limited()
        {
            using (Timeout(1))
            {
                yield return Await(Ask);
            }
        }

        _rig.Run(Main());

        // With no time at all the call is never made.
        _rig.ShouldHaveLogged(
            "called", "token cancelled", "1 TimeoutException", "called", "token cancelled", "2 TimeoutException", "2 TimeoutException");
    }

    [Test]
    public void Wait_ThatIsGivenUpByAGroup_CancelsTheToken()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Calling());
            group.CreateTask(Failing());
            yield return group;
        }

        static IEnumerator<Awaitable> Failing()
        {
            yield return Sleep(1);
            throw new IOException("sibling");
        }

        Should.Throw<AggregateException>(() => _rig.Run(Main())).InnerExceptions.ShouldHaveSingleItem().Message.ShouldBe("sibling");

        _rig.ShouldHaveLogged("called", "token cancelled");
    }

    [Test]
    public void Wait_ThatIsGivenUpByARace_CancelsTheToken()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Race(Await(Ask), Sleep(1)).Into(out var winner);
            _rig.Log($"{winner.Result.Index}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("called", "token cancelled", "1");
    }

    [Test]
    public void EndOfARun_CancelsTheToken()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Calling());
            yield return Sleep(1);
            _rig.Log("main ends");
        }

        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        _rig.ShouldHaveLogged("called", "main ends", "token cancelled");
    }

    [Test]
    public void Dispose_OfTheScheduler_CancelsTheToken([Values] bool swallows)
    {
        IEnumerator<Awaitable> Main()
        {
            if (swallows)
            {
                // Then it waits for the call once more when it can only be closed.
                yield return Settle(Sleep(1000), out _, includeCancellation: true);
            }

            yield return Await(Ask);
        }

        _rig.Start(Main());
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("called", "token cancelled");
    }

    [Test]
    public void Cancel_OfACallThatHasJustEnded_LeavesTheTokenAlone()
    {
        CoTask<string> task = _rig.Start<string>(Calling());
        _rig.Iterate();
        _source.SetResult("too late");
        task.Cancel();
        _rig.Iterate(2);

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("called");
    }

    [Test]
    public void Call_ThatReactsByFailing_IsDropped([Values] bool bySettingItsException)
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(token =>
            {
                token.Register(() =>
                {
                    if (bySettingItsException)
                    {
                        _source.SetException(new IOException("stopped"));
                    }
                    else
                    {
                        _source.SetCanceled(token);
                    }
                });
                return _source.Task;
            });
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel("ours");
        _rig.Iterate(3);

        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("ours");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Callback_OfTheToken_ThatThrows_IsReported_AndTheOthersRun()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(token =>
            {
                token.Register(() => _rig.Log("the other one"));
                token.Register(() => Rig.Throw("in a callback"));
                return _source.Task;
            });
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate(2);

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("the other one");
        _rig.ShouldHaveReported("What was registered with the CancellationToken of a .NET call threw an exception: in a callback");
    }

    [Test]
    public void Call_ThatHeedsItsTokenOnAnotherThread_HasEnded_WhenTheCoroutineGoesOn()
    {
        // A reader that may be used by one at a time.
        Task? reading = null;
        Task Read(CancellationToken token)
        {
            (reading is null or { IsCompleted: true }).ShouldBeTrue();
            var read = new TaskCompletionSource();
            token.Register(() => new Thread(() => read.SetCanceled(token)).Start());
            return reading = read.Task;
        }

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 20; i++)
            {
                yield return Settle(WaitFor(Await(Read), 0.001), out Outcome outcome);
                outcome.Exception.ShouldBeOfType<TimeoutException>();
            }
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Call_ThatDoesNotHeedItsToken_HoldsNobodyUpForLong([Values] bool isCancelledAgain)
    {
        CoTask? calling = null;
        IEnumerator<Awaitable> Main()
        {
            calling = CreateTask(Await1());
            yield return null;
            calling.Cancel("first");
            if (isCancelledAgain)
            {
                yield return null;
                yield return null;
                calling.IsDone.ShouldBeFalse();
                calling.Cancel("second");
                yield return null;
                calling.IsDone.ShouldBeTrue();
            }

            yield return Settle(calling, out Outcome outcome, includeCancellation: true);
            _rig.Log($"{outcome.Exception!.Message}");
        }

        IEnumerator<Awaitable> Await1()
        {
            yield return Await(Ask);
        }

        Scheduler.Run(Main());

        _rig.ShouldHaveLogged("called", "token cancelled", isCancelledAgain ? "second" : "first");
    }

    [Test]
    public void Call_ThatNobodyWaitsForAnyMore_HoldsNothing()
    {
        var pending = new TaskCompletionSource();
        using var scheduler = new Scheduler();

        WeakReference frame = GiveUp(scheduler, pending.Task);
        Garbage.CollectAndFinalize(frame);

        frame.IsAlive.ShouldBeFalse();
        GC.KeepAlive(pending);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference GiveUp(Scheduler scheduler, Task pending)
        {
            WeakReference? held = null;
            IEnumerator<Awaitable> Main()
            {
                Awaitable call = Await(_ => pending);
                held = new WeakReference(call.Source);
                yield return call;
            }

            CoTask task = scheduler.CreateTask(Main());
            scheduler.Tick(0);
            task.Cancel();
            scheduler.Tick(0);
            task.IsCancelled.ShouldBeTrue();
            return held!;
        }
    }
}
