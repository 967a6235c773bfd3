namespace Coroutines;

/// <summary>What a Tell returns that was let in at once: there is nothing to wait for. It serves all of them.</summary>
/// <param name="target">The loop that was told.</param>
internal sealed class Told(GroupedScheduler target) : AwaitableSource
{
    internal override Awaitable Begin(CoTask task, long argument) => Passed();

    /// <summary>For reports.</summary>
    public override string ToString() => $"Tell to {target.Scheduler.Describe()}";
}
