using System.Globalization;

namespace Coroutines.Benchmarks;

internal static class Figures
{
    /// <summary>NaN if nothing was measured.</summary>
    internal static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Where(static figure => !double.IsNaN(figure)).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Three digits or so; a dash for what was not measured.</summary>
    internal static string Format(double figure) => figure switch
    {
        double.NaN => "-",
        >= 100 => figure.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => figure.ToString("0.0", CultureInfo.InvariantCulture),
        > 0 and < 0.01 => figure.ToString("0.#####", CultureInfo.InvariantCulture),
        _ => figure.ToString("0.00", CultureInfo.InvariantCulture),
    };

    internal static string Format(double figure, string unit) => double.IsNaN(figure) ? "-" : $"{Format(figure)} {unit}";
}
