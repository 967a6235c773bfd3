using System.Collections;
using System.Runtime.CompilerServices;
using Coroutines.Testing;
using static Coroutines.Awaitable;

#pragma warning disable CORO004 // what becomes of it is what is tested

namespace Coroutines.Tests.Misuse;

/// <summary>
/// A coroutine that has yielded is always recognised when it is used again. One that ended without ever yielding looks like a fresh one,
/// and is recognised where mistakes are looked for. Nothing is taken for this that is the user's.
/// </summary>
public sealed class UsedCoroutineTests
{
    private static readonly (string Name, Func<IEnumerator<Awaitable>> Make)[] _yielding =
    [
        ("a bare yield", Bare),
        ("a default awaitable", Default),
        ("a default awaitable at last", DefaultAtLast),
        ("a sleep", Sleeping),
        ("a value", Answering),
        ("an error", Misused),
    ];

    private static readonly (string Name, Action<Rig, IEnumerator<Awaitable>> Use)[] _uses =
    [
        ("run", (rig, body) => rig.Scheduler.RunUntilComplete(Swallow(Await(body)))),
        ("task", (rig, body) => rig.Run(Swallow(rig.Start(body)))),
        ("eager task", (rig, body) => rig.Run(SwallowEager(body))),
        ("settle", (rig, body) => rig.Run(Swallow(Settle(body, out _)))),
        ("deferred", (rig, body) => rig.Run(Swallow(Await(Deferring(body))))),
        ("child of a group", (rig, body) => rig.Run(Swallow(Await(Grouping(body))))),
        ("child of a gather", (rig, body) => rig.Run(Swallow(Await(Gathering(body))))),
        ("main of another scheduler", (_, body) => Swallow(() => Scheduler.Run(body, new SchedulerOptions { TimeProvider = new VirtualClock(), Debug = true }))),
    ];

    // What a coroutine is used for that never begins.
    private static readonly (string Name, Action<Rig, IEnumerator<Awaitable>> Use)[] _neverBegun =
    [
        ("cancelled before its first step", (rig, body) => Cancelled(rig.Start(body))),
        ("left to the end of its scheduler", (_, body) => LeftToTheEnd(body)),
    ];

    private static IEnumerable<string> Yielding() => _yielding.Select(one => one.Name);

    private static IEnumerable<string> Uses() => _uses.Select(one => one.Name);

    private static IEnumerable<string> NeverBegun() => _neverBegun.Select(one => one.Name);

    [Test]
    public void Reuse_OfOneThatHasYielded_IsAnError_WhereverItIs(
        [ValueSource(nameof(Yielding))] string yielding, [ValueSource(nameof(Uses))] string first, [ValueSource(nameof(Uses))] string second)
    {
        using var rig = new Rig();
        IEnumerator<Awaitable> body = _yielding.Single(one => one.Name == yielding).Make();
        _uses.Single(one => one.Name == first).Use(rig, body);
        _uses.Single(one => one.Name == second).Use(rig, body);

        ShouldBeRefused(rig, body);
    }

    [Test]
    public void Reuse_OfOneThatIsSuspended_IsAnError_AndTheFirstGoesOn([ValueSource(nameof(Yielding))] string yielding)
    {
        using var rig = new Rig();
        IEnumerator<Awaitable> body = _yielding.Single(one => one.Name == yielding).Make();
        CoTask first = rig.Start(body);
        rig.Iterate();

        ShouldBeRefused(rig, body);
        rig.Run(Swallow(first));
        (first.Exception?.Message ?? string.Empty).ShouldNotContain("started before");
    }

    [Test]
    public void Reuse_OfOneThatNeverYielded_IsAnErrorInDebugMode(
        [ValueSource(nameof(Uses))] string first, [Values] bool throws)
    {
        using var rig = new Rig(debug: true);
        IEnumerator<Awaitable> body = throws ? Throwing() : Empty();
        _uses.Single(one => one.Name == first).Use(rig, body);

        ShouldBeRefused(rig, body);
    }

    [TestCaseSource(nameof(NeverBegun))]
    public void Reuse_OfOneThatNeverBegan_IsAnErrorInDebugMode(string name)
    {
        using var rig = new Rig(debug: true);
        IEnumerator<Awaitable> body = Bare();
        _neverBegun.Single(one => one.Name == name).Use(rig, body);

        ShouldBeRefused(rig, body);
    }

    [Test]
    public void Reuse_OfOneThatNeverYielded_IsAnError_WhereThatIsAskedFor()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TracksReuse = true });
        IEnumerator<Awaitable> body = Empty();
        scheduler.RunUntilComplete(body);
        Should.Throw<InvalidOperationException>(() => scheduler.RunUntilComplete(body)).Message.ShouldContain(nameof(Empty));
    }

    [Test]
    public void Reuse_OfOneThatNeverYielded_RunsNothing_WhereNobodyAsks()
    {
        // The price of an entry is more than the price of such a coroutine.
        IEnumerator<Awaitable> body = Empty();
        Scheduler.Run(body);
        Scheduler.Run(body);
    }

    [Test]
    public void Reuse_OfOneThatNeverYielded_IsAnErrorInEachTestRun()
    {
        IEnumerator<Awaitable> body = Empty();
        using (var test = new TestScheduler())
        {
            test.Run(body);
            Should.Throw<InvalidOperationException>(() => test.Run(body)).Message.ShouldContain(nameof(Empty));
            test.Run(Gathering(Empty()));
        }

        ScheduleFailure failure = Schedules.Explore(UsesTwice).ShouldFail();
        failure.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain(nameof(Empty));
        using (var lenient = new TestScheduler(new TestOptions { TracksReuse = false }))
        {
            IEnumerator<Awaitable> other = Empty();
            lenient.Run(other);
            lenient.Run(other);
        }

        static IEnumerator<Awaitable> UsesTwice()
        {
            IEnumerator<Awaitable> body = Empty();
            yield return Await(body);
            yield return Await(body);
        }
    }

    [Test]
    public void Reuse_AfterAnyNumberOfOthers_AndOnAnyThread_IsAnError()
    {
        using var rig = new Rig(debug: true);
        IEnumerator<Awaitable>[] used = [.. Enumerable.Range(0, 2000).Select(_ => Empty())];
        foreach (IEnumerator<Awaitable> body in used)
        {
            rig.Run(body);
        }

        GC.Collect();
        foreach (IEnumerator<Awaitable> body in used)
        {
            ShouldBeRefused(rig, body);
        }

        OnAThread(() => Should.Throw<InvalidOperationException>(() => Scheduler.Run(used[0])));
    }

    [Test]
    public void UsedCoroutine_IsLeftToTheGarbageCollector([Values] bool yieldsDefault)
    {
        using var rig = new Rig(debug: true);
        WeakReference body = RunOne();
        Garbage.Collect(body);
        body.IsAlive.ShouldBeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference RunOne()
        {
            IEnumerator<Awaitable> body = yieldsDefault ? Default() : Empty();
            rig.Run(body);
            return new WeakReference(body);
        }
    }

    [Test]
    public void LockOfACoroutine_IsItsUsers([Values] bool debug, [ValueSource(nameof(Uses))] string use)
    {
        foreach (Func<IEnumerator<Awaitable>> make in (Func<IEnumerator<Awaitable>>[])[Empty, Throwing, Bare, Default])
        {
            using var rig = new Rig(debug);
            IEnumerator<Awaitable> body = make();

            // Somebody has it, here and elsewhere, while the coroutine runs.
            using var taken = new ManualResetEventSlim();
            using var over = new ManualResetEventSlim();
            var holder = new Thread(() =>
            {
                lock (body)
                {
                    taken.Set();
                    over.Wait();
                }
            });
            holder.Start();
            taken.Wait();
            _uses.Single(one => one.Name == use).Use(rig, body);
            over.Set();
            holder.Join();

            // Nobody has it afterwards.
            Monitor.IsEntered(body).ShouldBeFalse();
            OnAThread(() => Monitor.TryEnter(body).ShouldBeTrue());
        }
    }

    [Test]
    public void HandWrittenEnumerator_IsTrusted()
    {
        using var rig = new Rig(debug: true);
        var body = new EndsAtOnce();
        rig.Run(body);
        rig.Run(body);
        body.Runs.ShouldBe(2);
    }

    private static void ShouldBeRefused(Rig rig, IEnumerator<Awaitable> body) =>
        Should.Throw<InvalidOperationException>(() => rig.Run(body)).Message.ShouldBe(
            $"The coroutine {Coroutine.NameOf(body)} was started before and can be awaited only once. "
            + $"Call {Coroutine.NameOf(body)}() again for a second run, or make a task of it to await it from several places.");

    private static void Cancelled(CoTask task)
    {
        task.Cancel();
        Swallow(() => task.Scheduler.RunUntilComplete(task));
    }

    private static void LeftToTheEnd(IEnumerator<Awaitable> body)
    {
        using var rig = new Rig(debug: true);
        CoTask? task = null;
        rig.Start(Making());
        rig.Iterate();
        rig.Dispose();
        task!.IsCancelled.ShouldBeTrue();

        IEnumerator<Awaitable> Making()
        {
            try
            {
                yield return Settle(Sleep(1), out _, includeCancellation: true);
                yield return Sleep(1);
            }
            finally
            {
                // Nothing is stepped any more then.
                task = CreateTask(body);
            }
        }
    }

    private static void Swallow(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or CancelledException)
        {
            // How it ended does not matter.
        }
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

    private static IEnumerator<Awaitable> Swallow(Awaitable awaitable)
    {
        yield return Settle(awaitable, out _, includeCancellation: true);
    }

    private static IEnumerator<Awaitable> SwallowEager(IEnumerator<Awaitable> body)
    {
        yield return Settle(CreateTask(body, eager: true), out _);
    }

    private static IEnumerator<Awaitable> Deferring(IEnumerator<Awaitable> body)
    {
        Defer(body);
        yield break;
    }

    private static IEnumerator<Awaitable> Grouping(IEnumerator<Awaitable> body)
    {
        var group = new TaskGroup();
        group.CreateTask(body);
        yield return group;
    }

    private static IEnumerator<Awaitable> Gathering(IEnumerator<Awaitable> body)
    {
        yield return Gather(body);
    }

    private static IEnumerator<Awaitable> Empty()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Throwing()
    {
        Rig.Throw("at once");
        yield break;
    }

    private static IEnumerator<Awaitable> Bare()
    {
        yield return null;
    }

    private static IEnumerator<Awaitable> Default()
    {
        yield return default;
    }

    private static IEnumerator<Awaitable> DefaultAtLast()
    {
        yield return null;
        yield return default;
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Answering()
    {
        yield return Return(1);
    }

    private static IEnumerator<Awaitable> Misused()
    {
        yield return default(Awaitable<int>);
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
