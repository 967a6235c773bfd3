namespace Coroutines.Exercises.Command;

/// <summary>What a worker tells.</summary>
internal enum WorkerEventKind
{
    /// <summary>A test begins; what hangs from now on is this test.</summary>
    TestStarted,

    /// <summary>A test has ended.</summary>
    TestEnded,

    /// <summary>All tests of one job have ended; the next job begins.</summary>
    JobEnded,
}
