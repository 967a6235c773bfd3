using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the texts of the exercises on timelines and on costs show.</summary>
public sealed class CourseToolsTests : SnippetTest
{
    [Test]
    public void Recorder_KeepsTheSteps()
    {
        // snippet: course-steps
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Main());
        foreach (StepEvent step in recorder.Steps())
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
    public void Bytes_OfAStep_AreCounted()
    {
        RunVirtually(Main());

        Console.ShouldRead("a sleep allocates nothing", "an awaited coroutine allocates");

        // snippet: course-bytes
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1.0);                            // warm: what is made once is there
            yield return Await(Rest());

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                yield return Sleep(1.0);
            Console.WriteLine(GC.GetAllocatedBytesForCurrentThread() == before ? "a sleep allocates nothing" : "a sleep allocates");

            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                yield return Await(Rest());
            Console.WriteLine(GC.GetAllocatedBytesForCurrentThread() == before ? "nothing" : "an awaited coroutine allocates");
        }

        IEnumerator<Awaitable> Rest()
        {
            yield return Sleep(1.0);
        }
        // end-snippet
    }
}
