namespace Coroutines;

/// <summary>A listener of the library's own, which looks at the task itself before it is told of its step.</summary>
internal interface IItemListener : IStepListener
{
    /// <summary>The next step that is told is this item's.</summary>
    /// <param name="item">The task, as the step has left it, or the callback.</param>
    /// <param name="reason">Why it was taken.</param>
    void OnItem(IRunnable item, in StepReason reason);
}
