namespace Coroutines.Testing;

/// <summary>Chooses as it was told, and from then on in the queue's own order.</summary>
internal sealed class ReplayChooser(IReadOnlyList<int> choices) : ScheduleChooser
{
    private int _next;

    internal override int Choose(IReadOnlyList<IRunnable> candidates)
    {
        int choice = _next < choices.Count ? choices[_next++] : 0;

        // A choice that is none, because an earlier one was taken back, is no departure from the queue's order.
        return choice < candidates.Count ? choice : 0;
    }
}
