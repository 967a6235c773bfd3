namespace Coroutines;

/// <summary>How much may be queued before writers wait, and how little has to be left before they go on (rule 46).</summary>
/// <param name="High">Above so many bytes they wait.</param>
/// <param name="Low">At so many they go on.</param>
internal readonly record struct WaterMarks(int High, int Low)
{
    private const int Ratio = 4;

    /// <summary>Those of whoever sets none.</summary>
    internal static WaterMarks Default => new(CoStream.DefaultLimit, CoStream.DefaultLimit / Ratio);

    /// <summary>From what a user gives: what is missing follows from the other one, as in asyncio.</summary>
    internal static WaterMarks Of(int? high, int? low)
    {
        int highMark = high ?? (low is { } given ? (int)Math.Min((long)Ratio * given, int.MaxValue) : Default.High);
        int lowMark = low ?? highMark / Ratio;
        if (lowMark < 0 || lowMark > highMark)
        {
            throw new ArgumentOutOfRangeException(
                lowMark < 0 ? nameof(low) : nameof(high), $"The low mark ({lowMark}) is at least 0, and at most the high one ({highMark}).");
        }

        return new WaterMarks(highMark, lowMark);
    }
}
