namespace Coroutines.Benchmarks;

/// <summary>One line of the table: what one operation takes, ours and the others'.</summary>
internal sealed record Row(string Operation, double Ours, string Unit = "ns")
{
    /// <summary>The least that the operation could take: the same without a scheduler.</summary>
    public double Bare { get; init; } = double.NaN;

    /// <summary>The floor of any scheduler: <see cref="BareScheduler"/>, which has none of the semantics.</summary>
    public double BareBones { get; init; } = double.NaN;

    /// <summary><c>async/await</c> on a <see cref="Coroutines.Benchmarks.Ring"/> without a context.</summary>
    public double Ring { get; init; } = double.NaN;

    /// <summary><c>async/await</c> on a <see cref="Coroutines.Benchmarks.Ring"/> with a context.</summary>
    public double AsyncAwait { get; init; } = double.NaN;

    public double Asyncio { get; init; } = double.NaN;

    public IReadOnlyList<Check> Checks { get; init; } = [];

    internal string[] Cells =>
    [
        Operation,
        Figures.Format(Ours, Unit),
        Figures.Format(Bare, Unit),
        Figures.Format(BareBones, Unit),
        Figures.Format(Ring, Unit),
        Figures.Format(AsyncAwait, Unit),
        Figures.Format(Asyncio, Unit),
        string.Join("; ", Checks),
    ];

    /// <summary>One row of those that several processes have measured: the median of each figure.</summary>
    internal static Row Median(IReadOnlyList<Row> rows) => rows[0] with
    {
        Ours = MedianOf(rows, row => row.Ours),
        Bare = MedianOf(rows, row => row.Bare),
        BareBones = MedianOf(rows, row => row.BareBones),
        Ring = MedianOf(rows, row => row.Ring),
        AsyncAwait = MedianOf(rows, row => row.AsyncAwait),
        Asyncio = MedianOf(rows, row => row.Asyncio),
        Checks = [.. rows[0].Checks.Select((check, i) => check with { Figure = MedianOf(rows, row => row.Checks[i].Figure) })],
    };

    private static double MedianOf(IReadOnlyList<Row> rows, Func<Row, double> figure) => Figures.Median(rows.Select(figure));
}
