using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>Names and messages that a peer has chosen: wherever the library shows them, they stay what they are, a name.</summary>
public sealed class PeerNamesTests
{
    // Clears the screen, forges a line, and turns the direction of writing.
    private const string Nasty = "bob\u001b[2J\r\nadmin\t\u0007\u202e\u2028 done";
    private const string Quoted = @"'bob\x1b[2J\r\nadmin\t\x07\u202e\u2028 done'";

    [Test]
    public void EveryNamedThing_ShowsItsNameAsPythonWritesIt()
    {
        using var scheduler = new Scheduler();
        CoTask task = scheduler.CreateTask(Idle(), Nasty);

        string[] shown =
        [
            $"{task}",
            $"{new Future(scheduler) { Name = Nasty }}",
            $"{new CoGroup(scheduler, Nasty)}",
            $"{new CoLock(Nasty)}",
            $"{new CoEvent(Nasty)}",
            $"{new CoCondition(name: Nasty)}",
            $"{new CoSemaphore(1, Nasty)}",
            $"{new CoBoundedSemaphore(1, Nasty)}",
            $"{new CoBarrier(2, Nasty)}",
            $"{new CoLimiter(1, Nasty)}",
            $"{new CoQueue<int>(name: Nasty)}",
            $"{new CoPriorityQueue<int>(name: Nasty)}",
            $"{new CoSignal(Nasty)}",
            $"{new CoSignal<int>(Nasty)}",
            $"{new FramePhase(Nasty)}",
        ];

        foreach (string text in shown)
        {
            text.ShouldContain(Quoted);
            ShouldBeHarmless(text, lines: 1);
        }
    }

    [Test]
    public void FormatTasks_HasALineForEachTask_WhateverItIsCalled()
    {
        using var scheduler = new Scheduler();
        CoTask awaited = scheduler.CreateTask(Idle(), Nasty);
        scheduler.CreateTask(WaitFor(awaited), "main");
        scheduler.Tick(1);

        string text = scheduler.FormatTasks();

        text.ShouldBe($"main (Waiting) WaitFor: awaiting task {Quoted}\n└── {Quoted} (Waiting) Idle: awaiting a future\n");
    }

    [Test]
    public void Deadlock_HasALineForEachTask_WhateverTheyAndTheirWaitsAreCalled()
    {
        var gate = new CoLock(Nasty);
        IEnumerator<Awaitable> Holding()
        {
            yield return gate.Acquire();
            CreateTask(WaitFor(gate.Acquire()), Nasty);
            yield return new Future { Name = Nasty };
        }

        string message = Should.Throw<DeadlockException>(
            () => Scheduler.Run(Holding(), new SchedulerOptions { TimeProvider = new VirtualClock() })).Message;

        ShouldBeHarmless(message, lines: 4);
        message.ShouldContain($"WaitFor (task {Quoted}): waiting for lock {Quoted} held by task 'Task-1'");
    }

    [Test]
    public void ErrorsOfMisuse_StayInOneLine()
    {
        using var scheduler = new Scheduler();
        var queue = new CoQueue<int>(1, Nasty);
        queue.PutNoWait(1);
        var group = new CoGroup(scheduler, Nasty);
        CoTask task = scheduler.CreateTask(Idle(), Nasty);
        IEnumerator<Awaitable> WaitForUndeclared()
        {
            yield return NextPhase(new FramePhase(Nasty));
        }

        CoTask misled = scheduler.CreateTask(WaitForUndeclared(), Nasty);
        scheduler.Tick(1);
        group.Dispose();

        string[] messages =
        [
            misled.Exception!.Message,
            Should.Throw<QueueFullException>(() => queue.PutNoWait(2)).Message,
            Should.Throw<InvalidStateException>(() => task.Result).Message,
            Should.Throw<InvalidOperationException>(() => task.SetResult()).Message,
            Should.Throw<InvalidOperationException>(() => new CoLock(Nasty).Release()).Message,
            Should.Throw<ObjectDisposedException>(() => group.CreateTask(Idle())).Message.Split(Environment.NewLine)[0],
            Should.Throw<ArgumentException>(() => new SchedulerOptions { Phases = [new(Nasty), new(Nasty)] }).Message,
        ];

        foreach (string message in messages)
        {
            message.ShouldContain(Quoted);
            ShouldBeHarmless(message, lines: 1);
        }
    }

    [Test]
    public void Trace_HasALineForEachEntry_WhateverTasksAndNotesSay()
    {
        using var test = new TestScheduler();
        CoTask first = test.Start(Noting(), Nasty);
        test.Start(WaitFor(first), "second");
        test.RunUntilBlocked();

        ShouldBeHarmless(test.Trace.ToString(), test.Trace.Entries.Count);
        ShouldBeHarmless(test.Trace.Timeline().TrimEnd('\n'), lines: 3);
        test.Trace.Entries[0].Name.ShouldBe(Nasty);

        IEnumerator<Awaitable> Noting()
        {
            test.Trace.Log(Nasty);
            yield return null;
        }
    }

    [Test]
    public void MessageOfAnException_StaysInOneLine_WhereThereIsOne()
    {
        using var test = new TestScheduler();
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Failing(), Nasty);
            yield return Settle(Failing(), out Outcome outcome);
            test.Trace.Log($"{outcome}");
        }

        test.Run(Main());
        string noted = test.Trace.Notes.Single().Why;
        string left = test.DescribeLeftovers()!;

        noted.ShouldBe($"IOException: {Quoted.Trim('\'')}");
        ShouldBeHarmless(left, lines: 3);
    }

    [Test]
    public void DefaultReport_IsOfOneEvent_WhateverTheExceptionSays()
    {
        using var scheduler = new Scheduler();
        CoTask task = scheduler.CreateTask(Failing(), Nasty);
        scheduler.Tick(1);

        string report = Format(task);
        string[] lines = report.Split(Environment.NewLine);

        ShouldBeHarmless(report.ReplaceLineEndings("\n").TrimEnd(), lines.Length - 1);
        lines[0].ShouldBe($"The exception of task {Quoted} was never looked at.");
        lines.Where(line => line.Length > 2 && line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0])
            .ShouldBe(["task:", "coroutines:", "System.IO.IOException:"]);
        lines.ShouldContain(@"    admin\t\x07\u202e\u2028 done");
    }

    private static string Format(CoTask task) => ErrorReport.Format(
        new ExceptionContext($"The exception of {task.Describe()} was never looked at") { Exception = task.Exception, Task = task });

    private static void ShouldBeHarmless(string text, int lines)
    {
        text.Split('\n').Length.ShouldBe(text.EndsWith('\n') ? lines + 1 : lines, text);
        text.Where(c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2028')).ShouldBeEmpty(text);
    }

    private static IEnumerator<Awaitable> Idle()
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> WaitFor(Awaitable awaitable)
    {
        yield return awaitable;
    }

    private static IEnumerator<Awaitable> Failing()
    {
        Rig.Throw(Nasty);
        yield break;
    }
}
