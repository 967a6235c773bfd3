using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the texts of the exercises on timelines and on costs show.</summary>
public sealed class CourseMeasuringTests : SnippetTest
{
    [Test]
    public void Recorder_KeepsTheSteps()
    {
        // snippet: course-steps
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Main());
        foreach (StepEvent step in recorder.Steps().Where(step => step.Kind == StepKind.Task))
            Console.WriteLine($"{step.Time} s  {step.TaskName}: woken by {step.WokenByName ?? "nobody"}, then {step.End} {step.WaitsFor ?? $"{step.Wait}"}");

        IEnumerator<Awaitable> Main()
        {
            var database = new CoLock("database");
            yield return Gather(CreateTask(Use(database, seconds: 5), "report"), CreateTask(Use(database, seconds: 1), "visitor"));
        }

        IEnumerator<Awaitable> Use(CoLock database, double seconds)
        {
            yield return database.Acquire().Into(out var held);
            using (held.Result)
                yield return Sleep(seconds);
        }
        // end-snippet

        Console.ShouldRead(
            "0 s  Task-1: woken by nobody, then Waits a gather of 2, 2 of them not done",
            "0 s  report: woken by Task-1, then Waits Sleep",
            "0 s  visitor: woken by Task-1, then Waits lock 'database'",
            "5 s  report: woken by nobody, then Done None",
            "5 s  visitor: woken by report, then Waits Sleep",
            "6 s  visitor: woken by nobody, then Done None",
            "6 s  Task-1: woken by visitor, then Done None");
    }

    [Test]
    public void Bytes_OfASleep_AreCounted()
    {
        RunVirtually(Main());

        Console.ShouldRead("0 bytes for a sleep");

        // snippet: course-bytes
        IEnumerator<Awaitable> Main()
        {
            const int Times = 10_000;
            long before = 0;
            for (int i = -Times; i < Times; i++)
            {
                if (i == 0)                                     // warm: what is made once is there
                    before = GC.GetAllocatedBytesForCurrentThread();
                yield return Sleep(1.0);
            }

            Console.WriteLine($"{(GC.GetAllocatedBytesForCurrentThread() - before) / Times} bytes for a sleep");
        }
        // end-snippet
    }
}
