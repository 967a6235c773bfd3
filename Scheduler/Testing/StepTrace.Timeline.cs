namespace Coroutines.Testing;

public sealed partial class StepTrace
{
    /// <summary>Draws the run: time from left to right, a lane for each task, a column for each iteration in which something ran.</summary>
    /// <param name="width">How many characters a line may have; longer runs go on below.</param>
    /// <returns>
    /// The drawing. In a lane, <c>o</c> is a step, <c>*</c> a step that noted something, <c>x</c> the step with which the task
    /// was done, <c>!</c> the one with which it failed, <c>/</c> the one with which it was cancelled; <c>-</c> is the time between.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below 40.</exception>
    public string Timeline(int width = 120)
    {
        ThrowHelper.IfLessThan(width, 40, nameof(width), "A timeline needs at least 40 characters a line.");
        return new TimelineDrawing(_entries, width).ToString();
    }
}
