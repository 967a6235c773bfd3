using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(31)]
public sealed class TimelineTests
{
    [Test, Order(1)]
    public void FindWaits_OfOneTask_FindsItsSleeps()
    {
        Recording recording = Record(Program());

        recording.ShouldHaveWaits(
            ["main waited 2 s for Sleep, ended by nobody", "main waited 3 s for Sleep, ended by nobody"],
            "Between two steps of a task, it waits. What for, the step before says: `WaitsFor`, or `Wait` where that is null. How "
            + "long, the two Times say. "
            + "Nobody's step ends a sleep, so WokenByName is null.");

        static IEnumerator<Awaitable> Program()
        {
            yield return Sleep(2);
            yield return Sleep(3);
        }
    }

    [Test, Order(2)]
    public void FindWaits_ForALock_NamesItAndWhoHadIt()
    {
        Recording recording = Record(TwoAtTheDatabase());

        recording.ShouldHaveWaits(
            [
                "report waited 5 s for Sleep, ended by nobody",
                "visitor waited 5 s for lock 'database', ended by report",
                "visitor waited 1 s for Sleep, ended by nobody",
                "main waited 6 s for a gather of 2, 2 of them not done, ended by visitor",
            ],
            "The report holds the lock for 5 s, while the visitor waits for it. The step with which the visitor goes on says, by "
            + "WokenByName, who woke it.");
    }

    [Test, Order(3)]
    public void FindWaits_OfTasksThatRunInTurns_TellsThemApart()
    {
        Recording recording = Record(Program());

        recording.ShouldHaveWaits(
            [
                "twin waited 1 s for Sleep, ended by nobody",
                "twin waited 2 s for Sleep, ended by nobody",
                "twin waited 3 s for Sleep, ended by nobody",
                "main waited 4 s for a gather of 2, 2 of them not done, ended by twin",
            ],
            "Two tasks have the same name here: one sleeps 1 s and then 3 s, the other one 2 s. A TaskId belongs to one task alone.");

        static IEnumerator<Awaitable> Program()
        {
            yield return Gather(CreateTask(Twin(1, 3), "twin"), CreateTask(Twin(2), "twin"));
        }

        static IEnumerator<Awaitable> Twin(params double[] sleeps)
        {
            foreach (double seconds in sleeps)
            {
                yield return Sleep(seconds);
            }
        }
    }

    [Test, Order(4)]
    public void FindWaits_LeavesCallbacksOut_AndWaitsThatAreNotOver()
    {
        Recording recording = Record(Program(), 5);

        recording.ShouldHaveWaits(
            ["main waited 2 s for Sleep, ended by nobody"],
            "A callback is no step of a task: its Kind is another one, and TaskName is null. And here the recording ends while `main` "
            + "waits for an event, which is not over.");

        static IEnumerator<Awaitable> Program()
        {
            Scheduler.Current.CallLater(1, static () => { });
            Scheduler.Current.CallLater(3, static () => { });
            yield return Sleep(2);
            yield return new CoEvent("never").Wait();
        }
    }

    [Test, Order(5)]
    public void LongestWait_IsNoSleep()
    {
        Recording recording = Record(Program());
        WaitOfATask? wait = Explained.Run(() => Timeline.LongestWait(recording.Steps), "LongestWait is asked for the steps of four tasks.");

        Expected.False(wait is null, $"There are waits that are no sleeps, and LongestWait gives null.{recording}");
        Text(wait!).ShouldBe(
            "visitor waited 5 s for lock 'database', ended by report",
            $"The longest wait is a sleep of 100 s, and that does not count: who sleeps, wants to wait. After that comes the visitor's.{recording}");

        static IEnumerator<Awaitable> Program()
        {
            var database = new CoLock("database");
            CreateTask(Use(database, seconds: 6, after: 0), "report");
            CreateTask(Use(database, seconds: 1, after: 1), "visitor");
            CreateTask(Use(database, seconds: 1, after: 5), "late visitor");
            yield return Sleep(100);
        }
    }

    [Test, Order(6)]
    public void LongestWait_WhereAllSleep_IsNull()
    {
        Recording recording = Record(Program());

        IsNull(
            () => Timeline.LongestWait(recording.Steps),
            $"The only task has slept, and waited for nothing else. So LongestWait is null.{recording}");
        IsNull(() => Timeline.LongestWait([]), "Where there are no steps, LongestWait is null.");

        static IEnumerator<Awaitable> Program()
        {
            yield return Sleep(2);
        }
    }

    [Test, Order(7)]
    public void Bottleneck_IsWhatAllTogetherHaveWaitedForLongest()
    {
        Recording recording = Record(Shop());

        Explained.Run(() => Timeline.Bottleneck(recording.Steps), "Bottleneck is asked for the steps of a shop.").ShouldBe(
            "lock 'till'",
            "The longest single wait is 10 s, for the lock 'store'. But the four customers have waited 3, 6 and 9 s for the lock "
            + "'till': that is 18 s. "
            + $"Add up what was waited for the same thing.{recording}");

        static IEnumerator<Awaitable> Shop()
        {
            var till = new CoLock("till");
            var store = new CoLock("store");
            for (int i = 1; i <= 4; i++)
            {
                CreateTask(Use(till, seconds: 3, after: 0), $"customer {i}");
            }

            CreateTask(Use(store, seconds: 10, after: 0), "baker");
            CreateTask(Use(store, seconds: 1, after: 0), "apprentice");
            yield return Sleep(100);
        }
    }

    [Test, Order(8)]
    public void Bottleneck_WhereAllSleep_IsNull()
    {
        Recording recording = Record(Program());

        IsNull(
            () => Timeline.Bottleneck(recording.Steps),
            $"The only task has slept, and waited for nothing else. So there is no bottleneck, and the answer is null.{recording}");
        IsNull(() => Timeline.Bottleneck([]), "Where there are no steps, Bottleneck is null.");

        static IEnumerator<Awaitable> Program()
        {
            yield return Sleep(2);
        }
    }

    private static IEnumerator<Awaitable> TwoAtTheDatabase()
    {
        var database = new CoLock("database");
        yield return Gather(
            CreateTask(Use(database, seconds: 5, after: 0), "report"),
            CreateTask(Use(database, seconds: 1, after: 0), "visitor"));
    }

    private static IEnumerator<Awaitable> Use(CoLock what, double seconds, double after)
    {
        if (after > 0)
        {
            yield return Sleep(after);
        }

        yield return what.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return Sleep(seconds);
        }
    }

    private static string Text(WaitOfATask wait) =>
        FormattableString.Invariant($"{wait.Task} waited {wait.Seconds:0.###} s for {wait.For}, ended by {wait.EndedBy}");

    private static void IsNull(Func<object?> question, string lookAt) =>
        Expected.True(Explained.Run(question, lookAt) is null, lookAt);

    private static Recording Record(IEnumerator<Awaitable> program, double? until = null)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler);
        CoTask main = scheduler.CreateTask(program, "main");
        if (until is { } end)
        {
            scheduler.CallLater(end, scheduler.Stop);
            scheduler.RunForever();
        }
        else
        {
            scheduler.RunUntilComplete(main);
        }

        return new Recording(recorder.Steps());
    }

    /// <summary>The steps of a program, and a text of them for the messages.</summary>
    private sealed class Recording(IReadOnlyList<StepEvent> steps)
    {
        internal IReadOnlyList<StepEvent> Steps { get; } = steps;

        public override string ToString()
        {
            StringBuilder text = new("\n\nThe steps were:\n");
            foreach (StepEvent step in Steps)
            {
                string who = step.Kind == StepKind.Task ? $"{step.TaskName} ({step.TaskId})" : $"{step.Kind}";
                string then = step.End == StepEnd.Waits ? $"waits for {step.WaitsFor ?? $"{step.Wait}"}" : $"{step.End}";
                string when = FormattableString.Invariant($"{step.Time:0.###} s");
                text.Append($"  {when}  {who}: woken by {step.WokenByName ?? "nobody"}, {then}\n");
            }

            return text.ToString();
        }

        internal void ShouldHaveWaits(string[] expected, string lookAt)
        {
            string[] found = [.. Explained.Run(() => Timeline.FindWaits(Steps), $"{lookAt}{this}").Select(Text)];
            if (!found.SequenceEqual(expected))
            {
                throw new ShouldAssertException(
                    $"{lookAt}\n\nexpected:\n  {string.Join("\n  ", expected)}\nFindWaits gave:\n  "
                    + $"{(found is [] ? "(nothing)" : string.Join("\n  ", found))}{this}");
            }
        }
    }
}
