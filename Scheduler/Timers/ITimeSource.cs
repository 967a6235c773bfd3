namespace Coroutines;

/// <summary>Where a loop that runs by itself has its time from, if that is not the clock itself.</summary>
internal interface ITimeSource
{
    /// <summary>How many units there are in a second.</summary>
    double Frequency { get; }

    /// <summary>The time, in those units; it never goes back.</summary>
    long GetTimestamp();
}
