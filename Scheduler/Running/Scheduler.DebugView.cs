using System.Diagnostics;

namespace Coroutines;

[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class Scheduler
{
    // One without a name gets none by being looked at.
    internal string DebuggerDisplay => FormattableString.Invariant(
        $"scheduler {Repr.Of(_name.Given ?? "unnamed")} ({(_isDisposed ? "disposed" : IsRunning ? "running" : "idle")}), {Tasks.Look().Count} tasks, at {SecondsText.Of(Clock.NowFromOutside)} s");

    /// <summary>What a debugger shows below it: the tasks that nobody awaits, and below each those that it awaits.</summary>
    private sealed class DebugView(Scheduler scheduler)
    {
        public DebugTask[] Tasks => DebugTask.RootsOf(scheduler.Tasks.Look());

        public CoTask? Running => scheduler.Tasks.Running;

        public CoTask[] Failed => [.. scheduler.Reports.Unseen.Tasks()];

        public object[] Groups => [.. scheduler.Domains.All().Select(static domain => domain.Owner)];

        public object[] Ready => [.. scheduler.Ready.ItemsWithBatch()];

        public double Time => scheduler.Clock.NowFromOutside;

        public long FrameCount => scheduler.Frames.Count;

        public int SocketWaits => scheduler.Sockets.WaitCount;
    }
}
