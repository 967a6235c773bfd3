namespace Coroutines.Benchmarks;

/// <summary>One program that is measured: ours, or something to compare it with.</summary>
/// <param name="operations">How many operations one measurement runs.</param>
/// <param name="run">Runs so many operations, and says how many nanoseconds it took.</param>
internal sealed class Contender(int operations, Func<int, double> run)
{
    private const int WarmUpOperations = 2_000;

    private readonly List<double> _samples = [];

    internal Contender(int operations, Action<int> run)
        : this(operations, count => CpuTime.NanosecondsOf(() => run(count)))
    {
    }

    /// <summary>Nanoseconds per operation, the median of all measurements; NaN if there is none.</summary>
    internal double Median => Figures.Median(_samples);

    internal void WarmUp() => run(Math.Min(operations, WarmUpOperations));

    /// <summary>Measures all of them in turn, several times, so that a disturbance hits all alike.</summary>
    internal static void Measure(int rounds, IReadOnlyList<Contender> contenders)
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                contender.Measure();
            }
        }
    }

    private void Measure()
    {
        // Nobody pays for the garbage of the one before.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        double nanoseconds = run(operations);
        if (!double.IsNaN(nanoseconds))
        {
            _samples.Add(nanoseconds / operations);
        }
    }
}
