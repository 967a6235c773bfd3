using System.Globalization;
using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>
/// The table of costs on the page about game loops: each operation that it names is measured, and allocates just what its row says.
/// </summary>
/// <remarks>
/// An operation is what stands in code marks in the first column, or all of that column. The last one says "nothing", or how many
/// bytes it takes each time, once everything is warm.
/// </remarks>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class CostsTests
{
    private const string Page = "Scheduler/GAMELOOPS.md";
    private const double FrameTime = 0.25;
    private const int Warm = 600;
    private const int Counted = 1000;

    private static readonly FramePhase _late = new("late");
    private static readonly FramePhase[] _phases = [FramePhase.Update, _late];

    private readonly CoSignal<int> _hit = new("hit");
    private readonly CoSignal _escape = new("escape");
    private readonly Dictionary<string, Func<double>> _measurements;

    public CostsTests() => _measurements = new Dictionary<string, Func<double>>
    {
        ["a frame in which all sleep, in groups, or count frames"] = () => OfFrames(AtRest),
        ["yield return null"] = () => OfFrames(static () => Loop(static () => null)),
        ["NextPhase"] = () => OfFrames(static () => Loop(static () => NextPhase(_late))),
        ["Now"] = () => OfFrames(static () => Loop(static () => SleepUntil(Now))),
        ["DeltaTime"] = () => OfFrames(static () => Loop(static () => SleepUntil(DeltaTime))),
        ["Sleep"] = () => OfFrames(static () => Loop(static () => Sleep(0.1))),
        ["SleepUntil"] = () => OfFrames(static () => Loop(static () => SleepUntil(Now + 0.1))),
        ["SleepUnscaled"] = () => OfFrames(static () => Loop(static () => SleepUnscaled(0.1))),
        ["WaitFrames"] = () => OfFrames(static () => Loop(static () => WaitFrames(2))),
        ["Every"] = () => OfFrames(static () => Wait(Every(0.1, CatchUp.RunEach))),
        ["signal.Emit(…)"] = () => OfFrames(Listen, Emit),
        ["signal.Next()"] = () => OfFrames(Listen, Emit),
        ["FirstOf"] = () => OfFrames(Choose, Emit),
        ["Race(signal.Next(), Sleep(1))"] = () => OfFrames(RaceAgainstTime, Emit),
        ["WaitUntil"] = () => OfFrames(static () => Loop(static () => WaitUntil(static () => true))),
        ["Tween"] = () => OfFrames(static () => Tween(1e6, null, static _ => { })),
        ["Await(C())"] = () => OfFrames(static () => Loop(static () => Await(Once()))) - SizeOf(Once),
        ["to start a task"] = OfAStart,
        ["BindTo(predicate)"] = OfABond,
        ["Pause"] = () => OfAGroup(static group => group.Pause(), static group => group.Resume()),
        ["Resume"] = () => OfAGroup(static group => group.Resume(), static group => group.Pause()),
        ["TimeScale"] = () => OfAGroup(static group => group.TimeScale = 0.5, static group => group.TimeScale = 1),
        ["a step that a paused group holds back"] = () => OfAGroup(
            static group => RunPaused(group), static _ => { }, static () => Loop(static () => null)),
        ["group.Tasks"] = () => OfEachTask(static group => _ = group.Tasks),
        ["group.Cancel()"] = () => OfEachTask(static group => group.Cancel()),
    };

    private static IEnumerable<TestCaseData> Operations =>
        from row in ReadRows()
        from operation in row.Operations
        select new TestCaseData(operation, row.Bytes).SetArgDisplayNames(operation);

    [Test]
    public void CostsTable_NamesWhatIsMeasured_AndNothingElse() =>
        ReadRows().SelectMany(static row => row.Operations).ShouldBe(_measurements.Keys, ignoreOrder: true);

    [TestCaseSource(nameof(Operations))]
    public void Operation_OnceWarm_AllocatesWhatTheTableSays(string operation, int bytes)
    {
        // A part of a byte is a list that has grown once in all the measurement; and what .NET itself does in the larger operations takes
        // a little less once it is compiled for speed.
        double measured = Math.Round(_measurements[operation]());
        measured.ShouldBeInRange(bytes, bytes >= 1000 ? 1.02 * bytes : bytes);
    }

    private static IEnumerable<(string[] Operations, int Bytes)> ReadRows()
    {
        string table = RepositoryFiles.Read(Page).Split("\n## Costs\n")[1].Split("\n\n")[0];
        foreach (string row in table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
        {
            string[] cells = [.. row.Trim('|').Split('|').Select(static cell => cell.Trim())];
            string[] named = [.. Code().Matches(cells[0]).Select(static code => code.Groups[1].Value)];
            Match bytes = Bytes().Match(cells[2]);
            (bytes.Success || cells[2].StartsWith("nothing", StringComparison.Ordinal)).ShouldBeTrue($"How much is \"{cells[2]}\"?");
            yield return (
                named.Length > 0 ? named : [cells[0]],
                bytes.Success ? int.Parse(bytes.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
        }
    }

    /// <summary>
    /// What a frame costs for each of some coroutines that do the same: some outside of groups, some in one, and some in one that
    /// stands in another one.
    /// </summary>
    private static double OfFrames(Func<IEnumerator<Awaitable>> coroutine, Action? emit = null)
    {
        const int Each = 10;
        using Scheduler scheduler = NewScheduler();
        var outer = new CoGroup(scheduler);
        var inner = new CoGroup(outer);
        for (int i = 0; i < Each; i++)
        {
            scheduler.CreateTask(coroutine());
            outer.CreateTask(coroutine());
            inner.CreateTask(coroutine());
        }

        RunFrames(Warm);
        return Measure(() => RunFrames(Counted)) / (3.0 * Each * Counted);

        void RunFrames(int count)
        {
            for (int i = 0; i < count; i++)
            {
                scheduler.Tick(FrameTime);
                emit?.Invoke();
            }
        }
    }

    private static double OfAStart()
    {
        using Scheduler scheduler = NewScheduler();
        for (int i = 0; i < Warm; i++)
        {
            Start();
        }

        return (Measure(Start) / (double)Counted) - SizeOf(Once);

        void Start()
        {
            for (int i = 0; i < Counted; i++)
            {
                scheduler.CreateTask(Once());
            }

            scheduler.Tick(FrameTime);
            scheduler.Tick(FrameTime);
        }
    }

    private static double OfABond()
    {
        Func<bool> isAlive = static () => true;
        using Scheduler scheduler = NewScheduler();
        CoTask task = scheduler.CreateTask(Forever());
        Bind();
        task.Cancel();
        scheduler.Tick(FrameTime);
        task = scheduler.CreateTask(Forever());
        return Measure(Bind) / (double)Counted;

        void Bind()
        {
            for (int i = 0; i < Counted; i++)
            {
                task.BindTo(isAlive);
            }

            scheduler.Tick(FrameTime);
        }
    }

    private static double OfAGroup(
        Action<CoGroup> operation, Action<CoGroup> undo, Func<IEnumerator<Awaitable>>? coroutine = null)
    {
        const int Tasks = 100;
        using Scheduler scheduler = NewScheduler();
        var group = new CoGroup(scheduler);
        for (int i = 0; i < Tasks; i++)
        {
            group.CreateTask((coroutine ?? Forever)());
        }

        Repeat(Warm);
        return Repeat(Counted) / (double)Counted;

        long Repeat(int count)
        {
            long bytes = 0;
            for (int i = 0; i < count; i++)
            {
                undo(group);
                scheduler.Tick(FrameTime);
                bytes += Measure(() => operation(group));
                scheduler.Tick(FrameTime);
            }

            return bytes;
        }
    }

    /// <summary>By how much it grows with each task of a group.</summary>
    private static double OfEachTask(Action<CoGroup> operation)
    {
        const int Few = 1000, Many = 3000;
        OfAll(Few);
        long few = OfAll(Few);
        return (OfAll(Many) - few) / (double)(Many - Few);

        long OfAll(int count)
        {
            using Scheduler scheduler = NewScheduler();
            var group = new CoGroup(scheduler);
            for (int i = 0; i < count; i++)
            {
                group.CreateTask(Forever());
            }

            scheduler.Tick(FrameTime);
            return Measure(() => operation(group));
        }
    }

    private static void RunPaused(CoGroup group)
    {
        group.Pause();
        group.Scheduler.Tick(FrameTime);
        group.Scheduler.Tick(FrameTime);
        group.Resume();
    }

    private static Scheduler NewScheduler() => new(new SchedulerOptions { Phases = _phases });

    private static long SizeOf(Func<IEnumerator<Awaitable>> coroutine) => Measure(() => _ = coroutine());

    private static long Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Allocates nothing, which Shouldly's asserts do.
    private static void Verify(bool isRight)
    {
        if (!isRight)
        {
            Assert.Fail("What is measured does not do what it should.");
        }
    }

    private void Emit()
    {
        _hit.Emit(1);
        _escape.Emit();
    }

    private static IEnumerator<Awaitable> Loop(Func<Awaitable> wait)
    {
        while (true)
        {
            yield return wait();
        }
    }

    private static IEnumerator<Awaitable> AtRest()
    {
        while (true)
        {
            yield return WaitFrames(100_000);
            yield return Sleep(1e6);
        }
    }

    private static IEnumerator<Awaitable> Wait(Ticker every)
    {
        while (true)
        {
            yield return every;
        }
    }

    private IEnumerator<Awaitable> Listen()
    {
        while (true)
        {
            yield return _hit.Next().Into(out var number);
            Verify(number.Result == 1);
            yield return _escape.Next();
        }
    }

    private IEnumerator<Awaitable> Choose()
    {
        while (true)
        {
            yield return FirstOf(_escape, _hit).Into(out var first);
            Verify(first.Result.Is(_hit, out int number) && number == 1);
        }
    }

    private IEnumerator<Awaitable> RaceAgainstTime()
    {
        while (true)
        {
            yield return Race(_hit.Next(), Sleep(1)).Into(out var race);
            Verify(race.Result.Index == 0);
        }
    }

    private static IEnumerator<Awaitable> Once()
    {
        yield return null;
    }

    private static IEnumerator<Awaitable> Forever()
    {
        yield return Sleep(1e6);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("([0-9]+) bytes")]
    private static partial Regex Bytes();
}
