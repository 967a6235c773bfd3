namespace Coroutines;

/// <summary>A step that was put off because its group is paused.</summary>
/// <param name="Task">Whose step it is; null if the task has gone on by itself, because it was cancelled.</param>
/// <param name="Phase">The phase whose turn the step was; null if it was none's.</param>
/// <param name="Order">Counts up over all groups: the order in which such steps would have run.</param>
/// <param name="Callback">What it is instead of a step, in a host; null for a step.</param>
internal readonly record struct HeldStep(CoTask? Task, PhaseSlot? Phase, long Order, Handle? Callback = null);
