namespace Coroutines;

/// <summary>A listener of the library's own, which looks at the task itself, and is told of those steps that it wants to know more of.</summary>
internal interface IItemListener : IStepListener
{
    /// <summary>A step is over.</summary>
    /// <param name="item">The task, as the step has left it, or the callback.</param>
    /// <param name="reason">Why it was taken.</param>
    /// <param name="started">When it began, by the system's clock.</param>
    /// <param name="duration">How long it took.</param>
    /// <returns>Whether <see cref="IStepListener.OnStep"/> is to be called for it.</returns>
    bool OnItem(IRunnable item, in StepReason reason, long started, long duration);
}
