namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>How <see cref="Scheduler"/> asks the operating system which sockets are ready.</summary>
    public SelectorKind Selector { get; init; } = SelectorKind.Default;
}
