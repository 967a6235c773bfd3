using System.Reflection;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Debug mode remembers the thread of the first Tick: between two Ticks, too, whatever changes something is refused to others. (While
/// the loop runs, in any mode: see <see cref="ThreadTests"/>.)
/// </summary>
public sealed class WrongThreadTests
{
    // What holds nothing of a scheduler's, or is made to be used by several threads.
    private static readonly HashSet<Type> _free =
    [
        typeof(Awaitable), typeof(Awaitable<>), typeof(CoThreadPool), typeof(Duration), typeof(ExceptionContext), typeof(FramePhase),
        typeof(LogicalStack), typeof(Outcome), typeof(Outcome<>), typeof(PhaseStatus), typeof(SchedulerOptions), typeof(SignalHit),
        typeof(TaskStart), typeof(TryBlock), typeof(TryBlock<>), typeof(ConnectionOptions), typeof(ServerOptions), typeof(VirtualClock),
        typeof(Datagram), typeof(DatagramOptions), typeof(IStepListener), typeof(StepEvent), typeof(StepRecorderOptions),
        typeof(FrameEvent), typeof(FrameProfilerOptions), typeof(FrameReport), typeof(IFrameListener), typeof(ProfileEntry),
        typeof(Dashboard), typeof(DashboardOptions),
        typeof(SchedulerGroup), typeof(SchedulerGroupOptions), typeof(GroupedScheduler),
    ];

    // What only looks, only makes something that its scheduler will see later, or is meant for other threads.
    private static readonly HashSet<string> _harmless =
    [
        "CoGroup.FindTask", "Scheduler.StatusOf", "Scheduler.CreateFuture",
        "CoEvent.Wait", "CoLimiter.Acquire", "CoSemaphore.Acquire", "CoQueue`1.Join", "CoQueue`1.ReadAll", "CoSignal.Next",
        "CoStream.StartTls", "CoStream.Read", "CoStream.ReadToEnd", "CoStream.ReadExactly", "CoStream.ReadUntil", "CoStream.ReadLine", "CoStream.ReadLines", "CoStream.Peek",
        "CoStream.WriteAll", "CoStream.Drain", "CoStream.WaitClosed", "CoStream.Name", "CoStream.AsStream", "CoStream.SendFile",
        "CoDatagram.Receive", "CoDatagram.Name",
        "StreamLineReader.Next", "CoProcess.Wait", "CoProcess.Communicate", "CoServer.ServeForever", "CoServer.WaitClosed", "CoServer.Shutdown",
        "AsyncEnumerableReader`1.Next", "AsyncEnumerableReader`1.Dispose",
        "TaskGroup.Start", "CoTask`1.Into", "Future`1.Into",
        "Scheduler.CallSoonThreadsafe", "Scheduler.RunCoroutineThreadsafe", "Scheduler.FormatTasks", "Scheduler.TakeSnapshot",
    ];

    // Tested where they are: the build for .NET Standard does not have them.
    private static readonly string[] _newer = typeof(Scheduler).GetMethod("AddSignalHandler") is null
        ? []
        : ["Scheduler.AddSignalHandler", "Scheduler.RemoveSignalHandler", "SignalReader.Next", "SignalReader.Dispose", "CoProcess.SendSignal"];

    private static readonly WrongThreadWorld _names = new();

    private static IEnumerable<string> Calls => _names.Calls.Keys;

    [TestCaseSource(nameof(Calls))]
    public void Call_FromAnotherThread_BetweenTwoTicks_IsRefused_AndChangesNothing(string name)
    {
        using var world = new WrongThreadWorld();
        world.Begin();
        string before = world.State;

        foreach (Action call in world.Calls[name])
        {
            OnAnotherThread(call).ShouldBeOfType<InvalidOperationException>().Message.ShouldMatch(
                "^The scheduler's first Tick was on thread \\d+.*, and this call comes from thread \\d+ 'other'\\. "
                + "A scheduler is used on one thread, between its Ticks too");
        }

        world.State.ShouldBe(before);
        world.End();
    }

    [TestCaseSource(nameof(Calls))]
    public void Call_FromAnotherThread_OutsideOfDebugMode_IsNotLookedAt(string name)
    {
        // Only one that a scheduler can take from any thread as long as it does not run.
        string[] steady = ["CoSignal.Emit", "CoEvent.Set", "Scheduler.CreateTask", "Future.SetResult", "Scheduler.Tick"];
        if (!steady.Contains(name))
        {
            return;
        }

        using var world = new WrongThreadWorld(debug: false);
        world.Begin();
        foreach (Action call in world.Calls[name].Take(1))
        {
            OnAnotherThread(call).ShouldBeNull();
        }
    }

    [Test]
    public void Call_FromAnotherThread_BeforeTheFirstTick_IsFree()
    {
        // The world was made here, and is begun elsewhere: that is where it is at home.
        var world = new WrongThreadWorld();
        Exception? here = null;
        OnAnotherThread(() =>
        {
            using (world)
            {
                world.Begin();
                here = OnAnotherThread(world.Calls["CoSignal.Emit"][0]);
            }
        }).ShouldBeNull();
        here.ShouldBeOfType<InvalidOperationException>();
    }

    [Test]
    public void Calls_AreAllThatChangeSomething() => PublicCalls().ShouldBe([.. Calls, .. _harmless, .. _newer], ignoreOrder: true);

    private static IEnumerable<string> PublicCalls() =>
        from type in typeof(Scheduler).Assembly.GetExportedTypes()
        where type.Namespace == nameof(Coroutines) && !type.IsEnum && !typeof(Exception).IsAssignableFrom(type) && !(type.IsAbstract && type.IsSealed)
        where !_free.Contains(type)
        // Only one of the builds has these, which change nothing either.
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where (!method.IsSpecialName || method.Name.StartsWith("set_", StringComparison.Ordinal))
            && !method.Name.StartsWith("AsPipe", StringComparison.Ordinal)
            && method.GetBaseDefinition().DeclaringType is { } first && (first == type || first == typeof(CoSemaphore))
        group method by $"{type.Name}.{method.Name.Replace("set_", string.Empty)}" into calls
        select calls.Key;

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record(action)) { Name = "other" };
        thread.Start();
        thread.Join();
        return thrown;
    }

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
