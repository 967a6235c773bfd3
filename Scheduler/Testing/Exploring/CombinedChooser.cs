namespace Coroutines.Testing;

/// <summary>Several: each decides what the ones before it leave as it is.</summary>
internal sealed class CombinedChooser(ScheduleChooser[] parts) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point)
    {
        foreach (ScheduleChooser part in parts)
        {
            if (part.Choose(point) is > 0 and int choice)
            {
                return choice;
            }
        }

        return 0;
    }
}
