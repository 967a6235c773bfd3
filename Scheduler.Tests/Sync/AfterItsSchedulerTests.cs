using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

/// <summary>Primitives outlive their scheduler: once it is disposed, they belong to whoever uses them next.</summary>
public sealed class AfterItsSchedulerTests
{
    /// <summary>One way to wait at a primitive, and what lets the one who waits go on.</summary>
    public sealed record Meeting(string Name, SyncPrimitive Primitive, Func<Awaitable> Wait, Action<Scheduler> Release)
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    private static IEnumerable<Meeting> Meetings()
    {
        var gate = new CoLock("it");
        yield return new("lock", gate, () => Await(Acquiring(() => gate.IsLocked, gate.Acquire)), _ => gate.Release());
        var places = new CoSemaphore(1, "it");
        yield return new("semaphore", places, () => Await(Acquiring(() => places.IsLocked, places.Acquire)), _ => places.Release());
        var bounded = new CoBoundedSemaphore(1, "it");
        yield return new("bounded semaphore", bounded, () => Await(Acquiring(() => bounded.IsLocked, bounded.Acquire)), _ => bounded.Release());
        var limiter = new CoLimiter(0, "it");
        yield return new("limiter", limiter, () => Await(Acquiring(() => true, limiter.Acquire)), _ =>
        {
            limiter.Total = 1;
            limiter.Total = 0;
        });
        var change = new CoCondition(name: "it");
        yield return new("condition", change, () => Await(Listening(change)), scheduler => scheduler.CreateTask(Notifying(change)));
        var barrier = new CoBarrier(2, "it");
        yield return new("barrier", barrier, () => barrier.Wait(), scheduler => scheduler.CreateTask(Arriving(barrier)));
        var signal = new CoSignal("it");
        yield return new("signal", signal, signal.Next, _ => signal.Emit());
        var hit = new CoSignal<int>("it");
        yield return new("signal with a payload", hit, () => hit.Next(), _ => hit.Emit(1));
        var either = new CoSignal("it");
        var other = new CoSignal<int>("other");
        yield return new("first of two signals", either, () => FirstOf(either, other), _ => either.Emit());
        var opened = new CoEvent("it");
        yield return new("event", opened, opened.Wait, _ =>
        {
            opened.Set();
            opened.Clear();
        });
        var items = new CoQueue<int>(name: "it");
        yield return new("queue, getting", items, () => items.Get(), _ => items.PutNoWait(1));
        var read = new CoPriorityQueue<int>(name: "it");
        yield return new("queue, reading", read, () => read.ReadAll().Next(), _ => read.PutNoWait(1));
        var full = new CoLifoQueue<int>(1, "it");
        full.PutNoWait(0);
        yield return new("queue, putting", full, () => full.Put(1), _ => full.GetNoWait());
        var jobs = new CoQueue<int>(name: "it");
        yield return new("queue, joining", jobs, () => Await(Joining(jobs)), _ =>
        {
            jobs.GetNoWait();
            jobs.TaskDone();
        });
    }

    [TestCaseSource(nameof(Meetings))]
    public void Primitive_AfterItsScheduler_BelongsToTheNext(Meeting meeting)
    {
        for (int level = 1; level <= 3; level++)
        {
            using var rig = new Rig();
            CoTask waiting = rig.Start(Waiting(meeting));
            rig.Iterate(5);
            waiting.IsDone.ShouldBeFalse();
            meeting.Primitive.Waiters.ShouldBe([waiting]);
            meeting.Release(rig.Scheduler);
            rig.Iterate(9);

            waiting.IsDone.ShouldBeTrue();
            waiting.Exception.ShouldBeNull();
        }
    }

    [TestCaseSource(nameof(Meetings))]
    public void Primitive_WhoseSchedulerEndsWhileSomebodyWaits_BelongsToTheNext(Meeting meeting)
    {
        for (int level = 1; level <= 3; level++)
        {
            using var rig = new Rig();
            CoTask waiting = rig.Start(Waiting(meeting));
            rig.Iterate(5);
            waiting.IsDone.ShouldBeFalse();
            waiting.State.ShouldBe(FutureState.Waiting);
        }

        meeting.Primitive.Waiters.ShouldBeEmpty();
    }

    [TestCaseSource(nameof(Meetings))]
    public void Primitive_WhileItsSchedulerLives_IsRefused_AndTheErrorSaysWhichItIs(Meeting meeting)
    {
        using var first = new Scheduler(new SchedulerOptions { Name = "level 1" });
        CoTask waiting = first.CreateTask(Waiting(meeting));
        first.Tick(0);
        using (var second = new Scheduler(new SchedulerOptions { Name = "level 2", ExceptionHandler = _ => { } }))
        {
            CoTask foreign = second.CreateTask(Waiting(meeting), "foreign");
            second.Tick(0);

            Exception error = foreign.Exception.ShouldBeOfType<InvalidOperationException>();
            error.Message.ShouldContain("(task 'foreign') waits for ");
            error.Message.ShouldEndWith(
                " 'it', which belongs to another scheduler. That is scheduler 'level 1', which has not been disposed; this is scheduler 'level 2'. "
                + "Dispose that one before, or give each scheduler one of its own.");
        }

        meeting.Primitive.Waiters.ShouldBe([waiting]);
        meeting.Release(first);
        first.Tick(0);
        waiting.IsDone.ShouldBeTrue();
        waiting.Exception.ShouldBeNull();
    }

    // All of them at once: a collection costs more than they do.
    [Test]
    public void Scheduler_ThatWasDisposed_IsNotHeldByAPrimitive()
    {
        Meeting[] meetings = [.. Meetings()];
        WeakReference[] schedulers = [.. meetings.Select(UseAndDispose)];
        Garbage.CollectAndFinalize(schedulers);

        meetings.Where((_, index) => schedulers[index].IsAlive).ShouldBeEmpty();
        GC.KeepAlive(meetings);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference UseAndDispose(Meeting meeting)
        {
            using var scheduler = new Scheduler();
            scheduler.CreateTask(Waiting(meeting));
            scheduler.CreateTask(Waiting(meeting));
            scheduler.Tick(0);
            meeting.Release(scheduler);
            scheduler.Tick(0);
            return new WeakReference(scheduler);
        }
    }

    [Test]
    public void Queue_AfterItsScheduler_KeepsItsItems()
    {
        var jobs = new CoQueue<int>(1);
        using (var first = new Rig())
        {
            first.Start(Putting(1, 2));
            first.Iterate();
            jobs.Putters.Count.ShouldBe(1);
        }

        jobs.Putters.ShouldBeEmpty();
        using var second = new Rig();
        second.Start(Putting(3));
        second.Run<int>(Getting()).ShouldBe(1);
        second.Run<int>(Getting()).ShouldBe(3);

        IEnumerator<Awaitable> Putting(params int[] items)
        {
            foreach (int item in items)
            {
                yield return jobs.Put(item);
            }
        }

        IEnumerator<Awaitable> Getting()
        {
            yield return jobs.Get().Into(out Awaitable<int> item);
            yield return Return(item.Result);
        }
    }

    [Test]
    public void Name_IsTheOptionsOrANumber_AndStandsInReports()
    {
        using var named = new Scheduler(new SchedulerOptions { Name = "level 1" });
        var numbered = new Scheduler();
        using var other = new Scheduler();

        named.Name.ShouldBe("level 1");
        numbered.Name.ShouldStartWith("Scheduler-");
        numbered.Name.ShouldBe(numbered.Name);
        other.Name.ShouldNotBe(numbered.Name);
        named.ToString().ShouldBe("scheduler 'level 1' (idle)");
        using var strange = new Scheduler(new SchedulerOptions { Name = "level\n1" });
        strange.ToString().ShouldBe(@"scheduler 'level\n1' (idle)");
        named.CallSoon(() => named.ToString().ShouldBe("scheduler 'level 1' (running)"));
        named.Tick(0);
        numbered.Dispose();
        numbered.ToString().ShouldBe($"scheduler '{numbered.Name}' (disposed)");
    }

    private static IEnumerator<Awaitable> Waiting(Meeting meeting)
    {
        yield return meeting.Wait();
    }

    // Whoever finds it free holds it, until the release, and waits for another turn.
    private static IEnumerator<Awaitable> Acquiring(Func<bool> isHeld, Func<Awaitable<Releaser>> acquire)
    {
        if (!isHeld())
        {
            yield return acquire();
        }

        yield return acquire().Into(out Awaitable<Releaser> held);
        held.Result.Dispose();
    }

    private static IEnumerator<Awaitable> Listening(CoCondition change)
    {
        yield return change.Acquire().Into(out Awaitable<Releaser> held);
        using (held.Result)
        {
            yield return change.Wait();
        }
    }

    private static IEnumerator<Awaitable> Notifying(CoCondition change)
    {
        yield return change.Acquire().Into(out Awaitable<Releaser> held);
        using (held.Result)
        {
            change.NotifyAll();
        }
    }

    private static IEnumerator<Awaitable> Arriving(CoBarrier barrier)
    {
        yield return barrier.Wait();
    }

    private static IEnumerator<Awaitable> Joining(CoQueue<int> jobs)
    {
        if (jobs.IsEmpty)
        {
            jobs.PutNoWait(1);
        }

        yield return jobs.Join();
    }
}
