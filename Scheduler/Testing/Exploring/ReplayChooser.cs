namespace Coroutines.Testing;

/// <summary>Decides as it was told, one after the other, and from then on as an ordinary run does.</summary>
internal sealed class ReplayChooser(IReadOnlyList<int> choices) : ScheduleChooser
{
    private int _next;

    internal override int Choose(in DecisionPoint point)
    {
        int choice = _next < choices.Count ? choices[_next++] : 0;

        // A choice that is none, because an earlier one was taken back, is no departure.
        return choice < point.Count ? choice : 0;
    }
}
