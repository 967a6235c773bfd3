using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

// Owners, keys, groups and frames.
internal sealed partial class HandedIn
{
    private IEnumerator<Awaitable> Owners()
    {
        var life = tracker.Track(new Lifetime());
        CoTask task = tracker.Track(CreateTask(Hold(Tracked(), Sleep(100)))).BindTo(life);
        yield return null;
        life.Dispose();
        yield return Settle(task, out _, includeCancellation: true);

        object owner = Tracked();
        bool isAlive = true;
        CoTask other = tracker.Track(CreateTask(Hold(Tracked(), Sleep(100)))).BindTo(tracker.Track<Func<bool>>(() => { GC.KeepAlive(owner); return isAlive; }));
        yield return null;
        isAlive = false;
        yield return Settle(other, out _, includeCancellation: true);
        yield return tracker.Track(CreateTask(Waits(Tracked()))).BindTo(tracker.Track<Func<bool>>(() => { GC.KeepAlive(owner); return true; }));
    }

    private IEnumerator<Awaitable> LivingOwners()
    {
        yield return tracker.Track(CreateTask(Waits(Tracked()))).BindTo(_life);
        yield return tracker.Track(CreateTask(Waits(Tracked()))).BindTo(_source.Token);
    }

    private IEnumerator<Awaitable> Keys()
    {
        _group ??= new CoGroup(Scheduler.Current, "keyed");
        foreach (RestartPolicy policy in (RestartPolicy[])[RestartPolicy.Keep, RestartPolicy.Replace, RestartPolicy.Queue])
        {
            object key = Tracked();
            _group.CreateTask(key, tracker.Track(Waits(Tracked())), policy);
            _group.CreateTask(key, tracker.Track(Waits(Tracked())), policy);
            CoTask last = _group.CreateTask(key, tracker.Track(Waits(Tracked())), policy);
            yield return Settle(last, out _, includeCancellation: true);
            yield return null;
        }
    }

    private IEnumerator<Awaitable> Groups()
    {
        var group = tracker.Track(new CoGroup(Scheduler.Current, tracker.Track(new string('g', 3))));
        var inner = tracker.Track(new CoGroup(group));
        group.TimeScale = 2;
        tracker.Track(group.CreateTask(tracker.Track(Waits(Tracked()))));
        tracker.Track(inner.CreateTask(tracker.Track(Waits(Tracked()))));
        tracker.Track(inner.CreateTask(Hold(Tracked(), SleepUnscaled(0.01))));
        yield return group;
        group.Dispose();
    }

    private IEnumerator<Awaitable> Paused()
    {
        var group = tracker.Track(new CoGroup(Scheduler.Current));
        for (int i = 0; i < 50; i++)
        {
            tracker.Track(group.CreateTask(tracker.Track(Waits(Tracked()))));
        }

        CoTask cancelled = tracker.Track(group.CreateTask(tracker.Track(Waits(Tracked()))));
        yield return null;
        group.Pause();
        yield return null;
        yield return null;
        cancelled.Cancel();
        yield return Settle(cancelled, out _, includeCancellation: true);
        group.Resume();
        yield return group;
    }

    private IEnumerator<Awaitable> Games()
    {
        object closure = Tracked();
        yield return Await(Tween(0.01, null, tracker.Track<Action<double>>(_ => GC.KeepAlive(closure))));
        Ticker every = tracker.Track(Every(0.001, CatchUp.Skip));
        yield return every;
        yield return every;
        yield return Await(Sequence(Waits(Tracked()), Computes(Tracked())));
        yield return Await(After(0.001, tracker.Track<Action>(() => GC.KeepAlive(closure))));
        yield return Await(Repeat(2, tracker.Track<Func<IEnumerator<Awaitable>>>(() => Computes(closure))));
    }

    private IEnumerator<Awaitable> Frames()
    {
        List<CoTask> tasks = [];
        for (int i = 0; i < 60; i++)
        {
            CoTask task = tracker.Track(CreateTask(tracker.Track(Frame(Tracked(), i % 5 + 1))));
            task.Priority = i % 3;
            tasks.Add(task);
        }

        yield return Wait(tasks);

        static IEnumerator<Awaitable> Frame(object closure, int count)
        {
            yield return NextPhase(FramePhase.Update);
            yield return WaitFrames(count);
            yield return null;
            GC.KeepAlive(closure);
        }
    }
}
