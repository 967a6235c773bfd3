using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>asyncio's call graphs: who awaits a task, and where each stands.</summary>
public sealed class CallGraphTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Graph_ReadsAsInPython_WithThoseWhoAwaitFurtherIn()
    {
        CoTask leaf = _rig.Start(Outer(new Future(_rig.Scheduler)));
        _rig.Start(Wait(leaf), "reader");
        CoTask gathering = _rig.Start(Wait(Gather(leaf, Sleep(1))), "all");
        _rig.Start(Wait(gathering), "top");
        _rig.Iterate(2);

        FormatCallGraph(leaf).ShouldBe(Lines(
            "* Task(name='Task-1', id=0x1)",
            "  + Call stack:",
            "  |   in async Wait()",
            "  |   in async Outer()",
            "  + Awaited by:",
            "    * Task(name='reader', id=0x100000001)",
            "      + Call stack:",
            "      |   in async Wait()",
            "    * Task(name='all', id=0x100000002)",
            "      + Call stack:",
            "      |   in async Wait()",
            "      + Awaited by:",
            "        * Task(name='top', id=0x100000003)",
            "          + Call stack:",
            "          |   in async Wait()"));

        var written = new StringWriter();
        PrintCallGraph(leaf, written, limit: 0);
        written.ToString().ShouldBe(Lines(
            "* Task(name='Task-1', id=0x1)",
            "  + Awaited by:",
            "    * Task(name='reader', id=0x100000001)",
            "    * Task(name='all', id=0x100000002)",
            "      + Awaited by:",
            "        * Task(name='top', id=0x100000003)") + Environment.NewLine);
    }

    [Test]
    public void Future_HasNoStack_ButThoseWhoAwaitIt()
    {
        var answer = new Future(_rig.Scheduler) { Name = "answer" };
        CoTask task = _rig.Start(Wait(answer), "reader");
        _rig.Iterate();
        FutureCallGraph graph = CaptureCallGraph(answer)!;
        graph.Future.ShouldBeSameAs(answer);
        graph.CallStack.ShouldBeEmpty();
        graph.AwaitedBy.ShouldHaveSingleItem().Future.ShouldBeSameAs(task);
        graph.ToString().ShouldStartWith("* Future(future 'answer')\n  + Awaited by:\n    * Task(name='reader'");
        new Future().ShouldSatisfyAllConditions(static future => FormatCallGraph(future).ShouldBe("* Future(a future)"));
    }

    [Test]
    public void Limit_KeepsTheInnermost_OrTheOutermost()
    {
        CoTask task = _rig.Start(Outer(new Future(_rig.Scheduler)));
        _rig.Iterate();
        Names(CaptureCallGraph(task, limit: 1)!).ShouldBe(["Wait"]);
        Names(CaptureCallGraph(task, limit: -1)!).ShouldBe(["Outer"]);
        Names(CaptureCallGraph(task, limit: 9)!).ShouldBe(["Wait", "Outer"]);
        Names(CaptureCallGraph(task, limit: -9)!).ShouldBe(["Wait", "Outer"]);
        Names(CaptureCallGraph(task, limit: 0)!).ShouldBeEmpty();
    }

    [Test]
    public void RunningTask_HasItsFunctions_WithFilesAndLines_AndItsCoroutinesBelow()
    {
        FutureCallGraph whole = null!;
        FutureCallGraph withoutLook = null!;
        _rig.Run(Main());

        Names(whole).ShouldBe(["CallGraphTests.Look", "Inner", "Main"]);
        Names(withoutLook).ShouldBe(["Inner", "Main"]);
        FrameCallGraphEntry inner = whole.CallStack[1];
        inner.File.ShouldEndWith("CallGraphTests.cs");
        inner.ToString().ShouldBe($"File '{inner.File}', line {inner.Line}, in async Inner()");
        inner.Line.ShouldBe(withoutLook.CallStack[0].Line - 1);
        whole.CallStack[0].IsCoroutine.ShouldBeFalse();
        whole.CallStack[0].ToString().ShouldEndWith("in CallGraphTests.Look()");
        whole.CallStack[2].ToString().ShouldBe("in async Main()");

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
        }

        IEnumerator<Awaitable> Inner()
        {
            whole = Look(1);
            withoutLook = Look(2);
            yield return null;
        }
    }

    [Test]
    public void Ring_EndsWhereItCloses()
    {
        CoTask second = null!;
        CoTask first = _rig.Start(Later(() => second), "first");
        second = _rig.Start(Wait(first), "second");
        _rig.Iterate(3);
        FormatCallGraph(first, limit: 0).ShouldBe(Lines(
            "* Task(name='first', id=0x100000001)",
            "  + Awaited by:",
            "    * Task(name='second', id=0x100000002)",
            "      + Awaited by:",
            "        * Task(name='first', id=0x100000001) (see above)"));
        first.Cancel();
        _rig.Iterate(3);

        static IEnumerator<Awaitable> Later(Func<CoTask> task)
        {
            yield return null;
            yield return task();
        }
    }

    [Test]
    public void ManyWaysThroughAGraph_AreNotAllGone()
    {
        CoTask last = _rig.Start(Wait(new Future(_rig.Scheduler)));
        for (int i = 0; i < 60; i++)
        {
            CoTask left = _rig.Start(Wait(last));
            CoTask right = _rig.Start(Wait(last));
            last = _rig.Start(Wait(Gather(left, right)));
        }

        _rig.Iterate();
        CoTask first = _rig.Scheduler.AllTasks()[0];
        FutureCallGraph graph = CaptureCallGraph(first)!;
        graph.AwaitedBy[0].AwaitedBy[0].ShouldBeSameAs(graph.AwaitedBy[1].AwaitedBy[0]);
        graph.ToString().Split('\n').Count(static line => line.Contains("see above")).ShouldBe(60);
    }

    [Test]
    public void NoTask_IsNoGraph_AndNoLoopIsAnError()
    {
        string? text = null;
        FutureCallGraph? graph = new(new Future(), []);
        _rig.Scheduler.CallSoon(() =>
        {
            graph = CaptureCallGraph();
            text = FormatCallGraph();
        });
        _rig.Iterate();
        graph.ShouldBeNull();
        text.ShouldBe(string.Empty);
        Should.Throw<InvalidOperationException>(static () => CaptureCallGraph()).Message.ShouldBe(
            "CaptureCallGraph was called outside of a running scheduler, and no task or future was given to look at. Give it one.");
    }

    [Test]
    public void TaskOfALoopThatIsStuck_HasItsGraph_OnAnotherThread()
    {
        CoTask waiter = null!;
        using var loop = new StuckLoop(start: () => waiter = CreateTask(Wait(CoTask.Current!), "waiter"));
        CoTask stuck = (CoTask)CaptureCallGraph(waiter)!.Future.Needs[0]!;
        FormatCallGraph(stuck).ShouldBe(Lines(
            "* Task(name='Task-1', id=0x1)",
            "  + Call stack:",
            "  |   in async Crunch()",
            "  |   in async Main()",
            "  + Awaited by:",
            "    * Task(name='waiter', id=0x100000001)",
            "      + Call stack:",
            "      |   in async Wait()"));
    }

    [TestCase("   at Program.Main() in /a.cs:line 3", TestName = "no coroutine in it")]
    [TestCase("garbage\nat\nat Coroutines.Awaitable.CaptureCallGraph(Future future)", TestName = "nothing after the capture")]
    [TestCase("", TestName = "nothing at all")]
    public void StackTrace_ThatIsNotUnderstood_TellsNothing(string trace) => RunningFunctions.Parse(trace, "Fetch", 1).ShouldBeNull();

    [Test]
    public void StackTrace_WithoutFiles_TellsNames()
    {
        List<FrameCallGraphEntry> functions = RunningFunctions.Parse(
            "   at Coroutines.Awaitable.CaptureCallGraph(Future future, Int32 depth)\n   at Shop.Cart.Look(Int32 x)\n   at Shop.Cart.<Fetch>d__1.MoveNext()\n   at Coroutines.CoTask.Step()",
            "Fetch",
            1)!;
        functions.Select(static function => $"{function}").ShouldBe(["in Cart.Look()", "in async Fetch()"]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FutureCallGraph Look(int depth) => CaptureCallGraph(depth: depth)!;

    private static string[] Names(FutureCallGraph graph) => [.. graph.CallStack.Select(static entry => entry.Name)];

    private static string Lines(params string[] lines) => string.Join('\n', lines);

    private static IEnumerator<Awaitable> Wait(Awaitable awaited)
    {
        yield return awaited;
    }

    private static IEnumerator<Awaitable> Outer(Awaitable awaited)
    {
        yield return Await(Wait(awaited));
    }
}
