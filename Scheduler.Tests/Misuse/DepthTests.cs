using static Coroutines.Awaitable;
using static Coroutines.Tests.Misuse.LargePrograms;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Whatever can stand in something of its own kind, or wait for it, may do so as often as its user likes: the process goes on. (What
/// begins eagerly inside of another eager start is in <c>EagerRecursionTests</c>.)
/// </summary>
public sealed partial class DepthTests
{
    private const int Million = 1_000_000;

    // A tenth of the levels is still more than the stack has room for, and so is this. The nightly ones show that no level is dear either.
    private const int Shallower = 10;
    private const int Enough = 5000;

    // Where a million take seconds, most of it for the objects. And where a level is dearer still: an exception that is thrown, a group.
    private const int Many = 100_000;
    private const int Few = 20_000;

    // On this, a thousand calls inside one another, or two, are too many.
    private const int SmallStack = 256 * 1024;

    // As many groups as there may be around another one.
    private const int MostAround = 100;

    private static readonly Dictionary<string, (int Levels, Func<int, IEnumerator<Awaitable>> Program)> _programs = new()
    {
        ["time limits around a value"] = (Million, n => ReadThrough(n, static inner => WaitFor(inner, 100))),
        ["tries around a value"] = (Many, n => ReadThrough(n, static inner => Try(inner))),
        ["tries and time limits around a value"] = (Many, n => ReadThrough(n, static inner => WaitFor((Awaitable<int>)Try(inner), 100))),
        ["shields around a value"] = (Many, n => ReadThrough(n, static inner => Shield(inner))),
        ["time limits"] = (Many, n => WaitOn(() => Wrap(n, static inner => WaitFor(inner, 100)))),
        ["time limits of no time"] = (Million, n => WaitOn(() => Settle(Wrap(n, static inner => WaitFor(inner, 0)), out _))),
        ["tries"] = (Many, n => WaitOn(() => Wrap(n, static inner => Try(inner).Finally(static () => { })))),
        ["settled ones"] = (Many, n => WaitOn(() => Wrap(n, static inner => Settle(inner, out _)))),
        ["waits for what is completed next"] = (Few, n => WaitOn(() => Wrap(n, static inner => AsCompleted([inner]).First()))),
        ["shields, ended"] = (Many, n => WaitOn(() => Nest(n, Shield))),
        ["shields, described"] = (Many, n => Describe(() => Nest(n, Shield))),
        ["shields, cancelled"] = (Many, n => Cancel(() => Nest(n, Shield))),
        ["gathers, ended"] = (Many, n => WaitOn(() => Nest(n, static inner => Gather(inner)))),
        ["gathers, described"] = (Many, n => Describe(() => Nest(n, static inner => Gather(inner)))),
        ["gathers, cancelled"] = (Many, n => Cancel(() => Nest(n, static inner => Gather(inner)))),
        ["races, described"] = (Few, n => Describe(() => Nest(n, static inner => Race(inner)))),
        ["races, cancelled"] = (Many, n => Cancel(() => Nest(n, static inner => Race(inner)))),
        ["calls that return"] = (Many, n => WaitOn(() => Await<int>(CountedCalls(n)))),
        ["calls that fail"] = (Many, n => WaitOn(() => Settle(Calls(n, Fail()), out _))),
        ["calls, described"] = (Many, n => Describe(() => CreateTask(Calls(n, SleepFor(1))))),
        ["calls, cancelled"] = (Many, n => Cancel(() => CreateTask(Calls(n, SleepFor(1e6))))),
        ["calls, closed with their scheduler"] = (Million, n => Leave(() => Calls(n, Stubborn()))),
        ["calls with clean-ups, closed with their scheduler"] = (Many, n => Leave(() => CallsWithCleanUps(n))),
        ["calls whose time is up together"] = (Many, n => WaitOn(() => Settle(CallsWithLimits(n), out _))),
        ["calls in sequences of one"] = (Many, NestedSequences),
        ["deferred coroutines that defer others"] = (Many, Deferring),
        ["tasks, ended"] = (Many, n => WaitOn(() => Chain(n, SleepFor(1)))),
        ["tasks, described"] = (Many, n => Describe(() => Chain(n, SleepFor(1)))),
        ["tasks, cancelled"] = (Many, n => Cancel(() => Chain(n, SleepFor(1e6)))),
        ["tasks, closed with their scheduler"] = (Many, n => Leave(() => WaitForIt(Chain(n, Stubborn())))),
        ["tasks in gathers, cancelled"] = (Many, n => Cancel(() => ChainOfGathers(n))),
        ["tasks that cancel the next in a finally block"] = (Many, n => Cancel(() => CancelsTheNext(n))),
        ["tasks that await .NET's tasks of tasks"] = (Few, DotNetChain),
        ["task groups, ended"] = (Many, n => Groups(n, static () => SleepFor(1))),
        ["task groups, cancelled"] = (Few, n => Cancel(() => CreateTask(Groups(n, static () => SleepFor(1e6))))),
        ["task groups, failed"] = (Few, n => TellOf(() => Groups(n, Fail))),
        ["starts with a handshake"] = (Few, n => Starts(n, null)),
        ["exceptions with an inner one"] = (Million, n => TellOf(() => Throw(Inside(n, static inner => new IOException("outer", inner))))),
        ["exceptions with inner ones"] = (Many, n => TellOf(() => Throw(Inside(n, static inner => new AggregateException(inner))))),
        ["exceptions that replace each other"] = (Few, n => TellOf(() => ThrowAnew(n))),
        ["done-callbacks that complete the next"] = (Many, CompleteTheNext),
        ["signals passed on"] = (Many, PassOn),
        ["streams passed on"] = (Few / 10, PassOnBytes),
        ["locks handed on"] = (Many, HandOn),
        ["tasks under a key that end at once"] = (Many, UnderAKey),
    };

    private static IEnumerable<string> Programs => _programs.Keys;

    [TestCaseSource(nameof(Programs))]
    public void ManyLevels_AreNoEndOfTheProcess(string kind)
    {
        (int levels, Func<int, IEnumerator<Awaitable>> program) = _programs[kind];
        RunOnASmallStack(program, Math.Min(levels, Math.Max(levels / Shallower, Enough)));
    }

    [Category("Nightly")]
    [TestCaseSource(nameof(Programs))]
    public void AsManyLevelsAsOneLikes_AreNoEndOfTheProcess(string kind)
    {
        (int levels, Func<int, IEnumerator<Awaitable>> program) = _programs[kind];
        RunOnASmallStack(program, levels);
    }

    [Test]
    public void GroupsInGroups_UpToTheLimit_CanDoWhatGroupsCan() => OnASmallStack(() =>
    {
        using var scheduler = new Scheduler(Options());
        scheduler.RunUntilComplete(Main());

        IEnumerator<Awaitable> Main()
        {
            CoGroup outermost = new(scheduler, "outermost");
            CoGroup innermost = NestTo(outermost, MostAround);
            CoTask task = innermost.CreateTask(Ticking());
            yield return Sleep(1.5);
            outermost.TimeScale = 0.5;
            yield return Sleep(1);
            innermost.Time.ShouldBe(2);
            innermost.Pause();
            outermost.IsPaused.ShouldBeFalse();
            scheduler.FormatTasks().ShouldContain("which is paused");
            innermost.Resume();
            outermost.Pause();
            innermost.IsPaused.ShouldBeTrue();
            yield return Sleep(1);
            innermost.Time.ShouldBe(2);
            outermost.Dispose();
            innermost.IsDisposed.ShouldBeTrue();
            yield return outermost;
            task.IsCancelled.ShouldBeTrue();
        }

        static IEnumerator<Awaitable> Ticking()
        {
            while (true)
            {
                yield return Sleep(0.1);
            }
        }
    });

    [Test]
    public void GroupsInGroups_InFrames_CanDoWhatGroupsCan() => OnASmallStack(() =>
    {
        using var scheduler = new Scheduler(Options());
        CoGroup outermost = new(scheduler, "outermost");
        CoGroup innermost = NestTo(outermost, MostAround);
        int frames = 0;
        innermost.CreateTask(Count());
        scheduler.Tick(1);
        scheduler.Tick(1);
        frames.ShouldBe(2);
        outermost.Pause();
        scheduler.Tick(1);
        outermost.Resume();
        scheduler.Tick(1);
        frames.ShouldBe(3);

        IEnumerator<Awaitable> Count()
        {
            while (true)
            {
                frames++;
                yield return WaitFrames(1);
                DeltaTime.ShouldBe(1);
            }
        }
    });

    [Test]
    public void GroupsInGroups_BeyondTheLimit_AreAClearError()
    {
        using var scheduler = new Scheduler();
        CoGroup last = NestTo(new CoGroup(scheduler, "outermost"), MostAround);
        Should.Throw<InvalidOperationException>(() => new CoGroup(last, "one more")).Message.ShouldBe(
            "There is no room for group 'one more' in group 'level 100': that stands in 100 others already, each in the next, and no group can stand in more. Give it a parent further out.");
    }

    [Test]
    public void DeepException_IsToldOf_WithTheNumberOfThoseBetween()
    {
        Exception deep = Inside(Million, static inner => new IOException("outer", inner));
        ExceptionText.Full(deep).ShouldStartWith(
            "System.IO.IOException: outer (it cannot be shown as it would: it holds too many others)\n ---> … and 999999 more ---> System.IO.IOException: innermost");
    }

    [TestCase(10, 10)]
    [TestCase(1500, 1500)]
    [TestCase(5000, 1000)]
    public void ExceptionsThatReplaceEachOther_AreKnown_TheLastThousandAtLeast(int levels, int least)
    {
        using var scheduler = new Scheduler(Options());
        Exception last = Should.Throw<IOException>(() => scheduler.RunUntilComplete(ThrowAnew(levels)));
        int known = 0;
        while (last.GetReplacedException() is { } replaced)
        {
            last = replaced;
            known++;
        }

        known.ShouldBeInRange(least, Math.Min(levels, 2 * 1000));
    }

    [Test]
    public void HostThatPosts_WhileItIsWoken_IsNotWokenInsideOfThat()
    {
        int alarms = 0;
        var schedulers = new Scheduler[2];
        for (int i = 0; i < 2; i++)
        {
            int other = 1 - i;
            schedulers[i] = new Scheduler(new SchedulerOptions { WakeUp = () => WakeTheOther(other) });
        }

        schedulers[0].CallSoonThreadsafe(static () => { });
        schedulers[0].CallLater(1, static () => { });
        alarms.ShouldBe(4);

        void WakeTheOther(int other)
        {
            alarms++;
            schedulers[other].CallSoonThreadsafe(static () => { });
            schedulers[1 - other].CallLater(1, static () => { });
        }
    }

    [Test]
    public void HostThatCannotBeWoken_AndAHandlerThatCallsTheScheduler_IsReportedOnce()
    {
        Scheduler scheduler = null!;
        int reports = 0;
        scheduler = new Scheduler(new SchedulerOptions
        {
            WakeUp = static () => throw new IOException("nobody there"),
            ExceptionHandler = _ =>
            {
                reports++;
                scheduler.CallLater(1, static () => { });
            },
        });
        scheduler.CallLater(1, static () => { });
        reports.ShouldBe(1);
        scheduler.Dispose();
    }

    private static SchedulerOptions Options() => new() { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } };

    private static void RunOnASmallStack(Func<int, IEnumerator<Awaitable>> program, int levels) => OnASmallStack(() =>
    {
        using var scheduler = new Scheduler(Options());
        scheduler.RunUntilComplete(program(levels));
    });

    private static void OnASmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(Run, SmallStack);
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();

        void Run()
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }
    }

    private static CoGroup NestTo(CoGroup outermost, int levels)
    {
        CoGroup innermost = outermost;
        for (int i = 1; i <= levels; i++)
        {
            innermost = new CoGroup(innermost, $"level {i}");
        }

        return innermost;
    }
}
