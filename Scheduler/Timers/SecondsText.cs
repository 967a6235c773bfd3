using System.Globalization;

namespace Coroutines;

/// <summary>How times are shown in messages and reports.</summary>
internal static class SecondsText
{
    // From here on a double counts no smaller parts of a second, and its digits would fill lines.
    private const double LargestInDigits = 1e15;

    /// <summary>The seconds, to the microsecond; of a huge number its order of magnitude.</summary>
    internal static string Of(double seconds) => seconds.ToString(
        Math.Abs(seconds) < LargestInDigits ? "0.######" : "G", CultureInfo.InvariantCulture);
}
