namespace Coroutines;

/// <summary>How a child is started and waited for.</summary>
internal enum ProcessRoad
{
    /// <summary>The best one that this system has.</summary>
    Default,

    /// <summary>By Linux, with threads that wait for its end and its pipes: what a kernel older than 5.3 has.</summary>
    Threads,

    /// <summary>By .NET, as on other systems.</summary>
    Portable,
}
