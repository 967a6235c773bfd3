using System.Diagnostics;

namespace Coroutines;

[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public partial class CoTask
{
    private string DebuggerDisplay => IsDone ? ToString() : $"{Repr.Name(Name)} ({State}) {StackEntry.Line(CoroutineNames())}: {DescribeWait()}";

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(CoTask task)
    {
        public string Name => task.Name;

        public FutureState State => task.State;

        public string[] Coroutines => task.CoroutineNames();

        public string Wait => task.DescribeWait();

        public object? WaitsOn => task.IsDone ? null : task.Awaited;

        public CoTask[] Awaiting => [.. new AwaitGraph([task]).TasksAwaitedBy(task)];

        public CoTask[] Awaiters => [.. new AwaitGraph(task.Scheduler.Tasks.Look()).TasksAwaiting(task)];

        public object? Result => task.BoxedResult;

        public Exception? Exception => task.PeekFault();

        public CoGroup? Group => task.Domain?.Owner as CoGroup;

        public int Cancelling => task.Cancelling;
    }
}
