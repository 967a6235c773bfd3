namespace Coroutines.Exercises.Command;

/// <summary>How long one test may take.</summary>
/// <param name="Computing">In the processor's time, so that a busy machine makes no test fail. An ordinary test takes milliseconds.</param>
/// <param name="Idling">How long it may do nothing at all.</param>
internal sealed record TimeLimits(TimeSpan Computing, TimeSpan Idling)
{
    internal static TimeLimits OfALearner { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
}
