namespace Coroutines.Benchmarks;

/// <summary>One line of the table: what one operation takes, ours and the others'.</summary>
internal sealed record Row(string Operation, double Ours, string Unit = "ns")
{
    /// <summary>The least that the operation could take: the same without a scheduler.</summary>
    internal double Bare { get; init; } = double.NaN;

    internal double AsyncAwait { get; init; } = double.NaN;

    internal double Asyncio { get; init; } = double.NaN;

    /// <summary>False where dividing the figures would say nothing, or the same as the line above.</summary>
    internal bool HasRatios { get; init; } = true;

    internal IReadOnlyList<Check> Checks { get; init; } = [];

    internal string[] Cells =>
    [
        Operation,
        Figures.Format(Ours, Unit),
        Figures.Format(Bare, Unit),
        Figures.Format(AsyncAwait, Unit),
        Figures.Format(Asyncio, Unit),
        Ratio(Ours, Bare),
        Ratio(AsyncAwait, Ours),
        Ratio(Asyncio, Ours),
        string.Join("; ", Checks),
    ];

    private string Ratio(double figure, double other) => Figures.Format(HasRatios ? figure / other : double.NaN);
}
