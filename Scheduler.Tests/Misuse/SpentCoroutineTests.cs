using System.Collections;
using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>A coroutine that ended without ever yielding looks like a fresh one, and is recognised all the same.</summary>
public sealed class SpentCoroutineTests
{
    [Test]
    public void Reuse_AfterAnyNumberOfOthers_IsAnError([Values] bool debug)
    {
        using var rig = new Rig(debug);
        IEnumerator<Awaitable>[] used = [.. Enumerable.Range(0, 2000).Select(_ => Empty())];
        rig.Run(AwaitAll(used, expectsErrors: false));
        GC.Collect();
        rig.Run(AwaitAll(used, expectsErrors: true));
        foreach (IEnumerator<Awaitable> coroutine in used)
        {
            Should.Throw<InvalidOperationException>(() => rig.Run(coroutine)).Message.ShouldStartWith("The coroutine Empty was started before");
        }
    }

    [Test]
    public void Reuse_OfEachKind_IsAnError()
    {
        using var rig = new Rig();
        AssertReused(rig, body => rig.Run(body));
        AssertReused(rig, body => Iterate(rig.Start(body)));
        AssertReused(rig, body => rig.Scheduler.RunUntilComplete(Await(body)));
        AssertReused(rig, body => Iterate(StartEagerly(rig, body)));
        AssertReused(rig, body => Iterate(Cancelled(rig.Start(body))));

        void Iterate(CoTask task) => rig.Iterate(2);
    }

    [Test]
    public void Reuse_InAnotherScheduler_IsAnError()
    {
        IEnumerator<Awaitable> body = Empty();
        Scheduler.Run(body);
        Should.Throw<InvalidOperationException>(() => Scheduler.Run(body)).Message.ShouldContain(nameof(Empty));
    }

    [Test]
    public void Reuse_AfterItsThreadHasEnded_IsAnError()
    {
        IEnumerator<Awaitable> body = Empty();
        OnAThread(() => Scheduler.Run(body));
        for (int i = 0; i < 20; i++)
        {
            // One of these threads may be given the number of the first.
            OnAThread(() => Should.Throw<InvalidOperationException>(() => Scheduler.Run(body)).Message.ShouldContain(nameof(Empty)));
        }

        Should.Throw<InvalidOperationException>(() => Scheduler.Run(body));
    }

    [Test]
    public void Reuse_OfOneWhoseHashCodeIsKnown_IsAnError([Values] bool before)
    {
        // An object whose lock and hash code are both in use keeps them elsewhere.
        IEnumerator<Awaitable> body = Empty();
        int hash = before ? RuntimeHelpers.GetHashCode(body) : 0;
        Scheduler.Run(body);
        RuntimeHelpers.GetHashCode(body).ShouldBe(before ? hash : RuntimeHelpers.GetHashCode(body));
        Should.Throw<InvalidOperationException>(() => Scheduler.Run(body)).Message.ShouldContain(nameof(Empty));
    }

    [Test]
    public void SpentCoroutine_IsLeftToTheGarbageCollector()
    {
        WeakReference body = RunOne();
        GC.Collect();
        body.IsAlive.ShouldBeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference RunOne()
        {
            IEnumerator<Awaitable> body = Empty();
            Scheduler.Run(body);
            return new WeakReference(body);
        }
    }

    [Test]
    public void HandWrittenEnumerator_IsNotLocked()
    {
        var body = new EndsAtOnce();
        Scheduler.Run(body);
        Scheduler.Run(body);
        OnAThread(() => Monitor.TryEnter(body).ShouldBeTrue());
        body.Runs.ShouldBe(2);
    }

    private static void AssertReused(Rig rig, Action<IEnumerator<Awaitable>> use)
    {
        IEnumerator<Awaitable> body = Empty();
        use(body);
        Should.Throw<InvalidOperationException>(() => rig.Run(body)).Message.ShouldContain(nameof(Empty));
    }

    private static CoTask StartEagerly(Rig rig, IEnumerator<Awaitable> body)
    {
        CoTask? task = null;
        rig.Run(Start());
        return task!;

        IEnumerator<Awaitable> Start()
        {
            task = CreateTask(body, eager: true);
            yield return task;
        }
    }

    private static CoTask Cancelled(CoTask task)
    {
        task.Cancel();
        return task;
    }

    private static void OnAThread(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                error = exception;
            }
        });
        thread.Start();
        thread.Join();
        error.ShouldBeNull();
    }

    private static IEnumerator<Awaitable> AwaitAll(IEnumerator<Awaitable>[] coroutines, bool expectsErrors)
    {
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            yield return Settle(coroutine, out Outcome outcome);
            outcome.IsSuccess.ShouldBe(!expectsErrors);
        }
    }

    private static IEnumerator<Awaitable> Empty()
    {
        yield break;
    }

    private sealed class EndsAtOnce : IEnumerator<Awaitable>
    {
        internal int Runs { get; private set; }

        public Awaitable Current => default;

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            Runs++;
            return false;
        }

        public void Reset()
        {
        }

        public void Dispose()
        {
        }
    }
}
