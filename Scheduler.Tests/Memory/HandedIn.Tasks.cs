using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

// What tasks, futures and combinators are given.
internal sealed partial class HandedIn
{
    private IEnumerator<Awaitable> CancelledTask()
    {
        foreach (Func<Awaitable> wait in (Func<Awaitable>[])[() => Sleep(100), () => tracker.Track(new Future()), () => null, () => _event.Wait(), () => Await(Waits(Tracked())), () => WaitUntil(() => false), () => WaitFrames(100), () => Sleep(double.PositiveInfinity)])
        {
            CoTask task = tracker.Track(CreateTask(tracker.Track(Hold(Tracked(), wait()))));
            yield return null;
            task.Cancel(tracker.Track(new string('x', 3)));
            yield return Settle(task, out _, includeCancellation: true);
        }
    }

    private IEnumerator<Awaitable> CancelledBefore()
    {
        CoTask task = tracker.Track(CreateTask(tracker.Track(Computes(Tracked()))));
        task.Cancel();
        yield return Settle(task, out _, includeCancellation: true);
    }

    private IEnumerator<Awaitable> Eager()
    {
        tracker.Track(CreateTask(tracker.Track(Computes(Tracked())), eager: true));
        yield return tracker.Track(CreateTask(tracker.Track(Waits(Tracked())), eager: true));
    }

    private IEnumerator<Awaitable> Many()
    {
        yield return Gather(Enumerable.Range(0, 300).Select(i => tracker.Track(i % 3 == 0 ? Computes(Tracked()) : Waits(Tracked()))));
    }

    private IEnumerator<Awaitable> Results()
    {
        CoTask<object> task = CreateTask<object>(Answer(Tracked()));
        yield return task;
        GC.KeepAlive(task.Result);
        yield return Await<object>(Answer(Tracked())).Into(out var call);
        GC.KeepAlive(call.Result);
        yield return CreateTask(Answer(Tracked()));
        yield return Await(Answer(Tracked()));
    }

    private IEnumerator<Awaitable> Errors()
    {
        yield return Settle(CreateTask(Fails(Tracked())), out _);
        yield return Settle(Fails(Tracked()), out var outcome);
        GC.KeepAlive(outcome);
        yield return Settle(Throws(), out _);
        CoTask task = CreateTask(Throws());
        yield return null;
        yield return null;
        GC.KeepAlive(task.Exception);

        IEnumerator<Awaitable> Throws()
        {
            tracker.Throw("at once");
            yield break;
        }
    }

    private IEnumerator<Awaitable> Outcomes()
    {
        object closure = Tracked();
        yield return Try(Fails(closure)).Catch<IOException>(e => GC.KeepAlive(closure)).Finally(() => GC.KeepAlive(closure));
        yield return Settle(Answer(Tracked()), out Outcome<object> outcome);
        GC.KeepAlive(outcome.Result);
    }

    private IEnumerator<Awaitable> FutureResult()
    {
        var future = tracker.Track(new Future<object>());
        Scheduler.Current.CallSoon(() => future.SetResult(Tracked()));
        yield return future;
        var failing = tracker.Track(new Future<object>());
        Scheduler.Current.CallSoon(() => failing.SetException(tracker.Track(new IOException())));
        yield return Settle(failing, out _);
    }

    private IEnumerator<Awaitable> DoneCallbacks()
    {
        var future = new Future();
        for (int i = 0; i < 3; i++)
        {
            object closure = Tracked();
            Action<Future> removed = tracker.Track<Action<Future>>(_ => GC.KeepAlive(closure));
            Action<Future> called = tracker.Track<Action<Future>>(_ => GC.KeepAlive(closure));
            _pending.AddDoneCallback(removed);
            future.AddDoneCallback(called);
            _pending.RemoveDoneCallback(removed);
        }

        future.SetResult();
        tracker.Keep(future);
        yield return null;
    }

    private IEnumerator<Awaitable> Combinators()
    {
        yield return Gather<object>(tracker.Track(Answer(Tracked())), Answer(Tracked())).Into(out var all);
        GC.KeepAlive(all.Result);
        yield return Race<object>(Answer(Tracked()), tracker.Track(LongAnswer(Tracked()))).Into(out var first);
        GC.KeepAlive(first.Result);
        yield return Shield<object>(tracker.Track(Answer(Tracked())));
        yield return WaitFor<object>(tracker.Track(Answer(Tracked())), 50);
        yield return Settle(WaitFor(tracker.Track(LongAnswer(Tracked())), 0.001), out _);
        foreach (var next in AsCompleted<object>([tracker.Track(Answer(Tracked())), tracker.Track(Answer(Tracked()))]))
        {
            yield return next;
        }

        CoTask[] tasks = [CreateTask(tracker.Track(Answer(Tracked()))), CreateTask(Hold(Tracked(), new Future()))];
        yield return Wait(tasks, returnWhen: ReturnWhen.FirstCompleted);
        yield return Wait(tasks, timeout: 0.001);
        tasks[1].Cancel();
        yield return Settle(GatherOutcomes<object>(Answer(Tracked()), FailsTyped()), out _);

        IEnumerator<Awaitable> LongAnswer(object result)
        {
            yield return Sleep(1000);
            yield return Return(result);
        }

        IEnumerator<Awaitable> FailsTyped()
        {
            yield return null;
            throw tracker.Track(new IOException());
        }
    }

    private IEnumerator<Awaitable> TaskGroups()
    {
        var group = tracker.Track(new TaskGroup());
        group.CreateTask(tracker.Track(Waits(Tracked())));
        group.CreateTask(tracker.Track(Computes(Tracked())));
        yield return group;
        yield return Settle(Failing(), out _);

        IEnumerator<Awaitable> Failing()
        {
            var failing = tracker.Track(new TaskGroup());
            failing.CreateTask(Fails(Tracked()));
            failing.CreateTask(Waits(Tracked()));
            yield return failing;
        }
    }
}
