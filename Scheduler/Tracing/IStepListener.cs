namespace Coroutines;

/// <summary>Is told of all that a scheduler runs: the hook for profilers and other tools, on which <see cref="StepRecorder"/> stands as well.</summary>
/// <remarks>See <see cref="Scheduler.Observe"/>.</remarks>
public interface IStepListener
{
    /// <summary>A step or a callback is over.</summary>
    /// <param name="step">What has run, valid beyond this call.</param>
    /// <remarks>
    /// Called on the scheduler's thread, in the order in which steps end: one that ran inside another one comes before it. It must
    /// not run the scheduler. What it throws goes to the exception handler, and it is told of nothing more.
    /// </remarks>
    void OnStep(in StepEvent step);
}
