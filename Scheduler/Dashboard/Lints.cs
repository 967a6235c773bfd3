namespace Coroutines;

/// <summary>Finds what looks wrong in what a page is shown, one reading after the other.</summary>
internal sealed class Lints(DashboardOptions options)
{
    // Of each sort; more would be no help.
    private const int MostOfASort = 8;

    private readonly LongSteps _longSteps = new(options.StepWarning.Seconds);
    private GrowingCrowds _crowds = new();
    private LongWaits _waits = new(options.WaitWarning.Seconds);
    private long? _observedSince;

    /// <summary>The warnings, the most urgent sort first.</summary>
    internal List<Lint> Find(LoopReading reading)
    {
        if (reading.Tally?.Started != _observedSince)
        {
            // What has happened before, nobody has seen.
            _observedSince = reading.Tally?.Started;
            _crowds = new GrowingCrowds();
            _waits = new LongWaits(options.WaitWarning.Seconds);
        }

        var found = new List<Lint>();
        foreach (IEnumerable<Lint> sort in (IEnumerable<Lint>[])[_longSteps.Find(reading), EndlessYields.Find(reading), _crowds.Find(reading), _waits.Find(reading)])
        {
            found.AddRange(sort.Take(MostOfASort));
        }

        return found;
    }
}
