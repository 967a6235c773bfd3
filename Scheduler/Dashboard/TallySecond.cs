using System.Diagnostics;

namespace Coroutines;

/// <summary>What a loop has run in one second.</summary>
internal struct TallySecond
{
    /// <summary>Which one, counted from when the system's clock was 0.</summary>
    internal long Number;

    /// <summary>How many steps and callbacks.</summary>
    internal long Steps;

    /// <summary>How many iterations in which there were some.</summary>
    internal long Iterations;

    /// <summary>How long these took, in units of <see cref="Stopwatch"/>.</summary>
    internal long Busy;

    /// <summary>How long the longest of these iterations took, and so how long what is ready has waited at most.</summary>
    internal long Lag;
}
