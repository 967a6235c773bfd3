namespace Coroutines;

/// <summary>A listener of the library's own, which looks at the task itself, and is told of those steps that it wants to know more of.</summary>
internal interface IItemListener : IStepListener
{
    /// <summary>A step is over.</summary>
    /// <param name="item">The task, as the step has left it, or the callback.</param>
    /// <param name="reason">Why it was taken.</param>
    /// <param name="time">When it was.</param>
    /// <returns>Whether <see cref="IStepListener.OnStep"/> is to be called for it.</returns>
    bool OnItem(IRunnable item, in StepReason reason, in StepTime time);

    /// <summary>The clock was looked at for steps of which was told without a time.</summary>
    /// <param name="time">When they were, from the first to the last.</param>
    void OnTime(in StepTime time);
}
