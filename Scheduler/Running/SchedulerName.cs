namespace Coroutines;

/// <summary>What a scheduler is called: as it was told, or else by a number that it gets when it is first spoken of.</summary>
internal sealed class SchedulerName(string? given)
{
    private static int _last;

    // 0 before it is asked for.
    private int _number;

    /// <summary>The name that it was given; null for none.</summary>
    internal string? Given => given;

    public override string ToString()
    {
        if (given is not null)
        {
            return given;
        }

        if (_number == 0)
        {
            // Several threads may ask, the first of them decides.
            Interlocked.CompareExchange(ref _number, Interlocked.Increment(ref _last), 0);
        }

        return FormattableString.Invariant($"Scheduler-{_number}");
    }
}
