#if NET
namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>
    /// Whether each task is a span of the <see cref="System.Diagnostics.ActivitySource"/> <c>Coroutines</c>, from when it is made until it is done, below
    /// the span that is current where it is made. False by default.
    /// </summary>
    /// <remarks>
    /// <para>OpenTelemetry reads them after <c>AddSource("Coroutines")</c>. While nobody listens, a task costs one question more. The span is
    /// <see cref="System.Diagnostics.Activity.Current"/> in its task, so those that the task's code begins stand below it; each task has a context of its own then.</para>
    /// <para>A span bears the task's name, or that of its coroutine; the tags <c>coroutines.task</c>, <c>coroutines.coroutine</c> and
    /// <c>coroutines.scheduler</c>; of a task that has failed the exception, and of one that was cancelled <c>coroutines.cancelled</c>. What a listener throws
    /// goes to the exception handler.</para>
    /// </remarks>
    public bool TracesTasks { get; init; }

    /// <summary>Whether the meter <c>Coroutines</c> counts it: not one that shows another.</summary>
    internal bool IsMeasured { get; init; } = true;
}
#endif
