namespace Coroutines;

/// <summary>What is known of one step, where it is written: a <see cref="StepEvent"/> shows it.</summary>
/// <remarks>Each field is set for itself, in the place where the record stays: to make it elsewhere and copy it costs as much as all that is in it.</remarks>
internal struct StepRecord
{
    private const byte AfterPause = 0x80;

    internal TraceTag? Task;
    internal TraceTag? WokenBy;
    internal TraceTag? On;

    // By the system's clock, and how long, which may be the time of several steps that end with this one; and on the scheduler's.
    internal long Timestamp;
    internal long Duration;
    internal double Time;

    internal long Frame;

    // Of how many steps it is the time: see StepTime.
    internal byte Together;
    internal StepKind Kind;
    internal StepEnd End;
    internal WaitKind Wait;

    // Two in a byte, so that a step takes no room for the second one.
    internal byte CauseAndPause;

    internal readonly StepCause Cause => (StepCause)(CauseAndPause & ~AfterPause);

    internal readonly bool IsAfterPause => (CauseAndPause & AfterPause) != 0;

    internal static byte Pack(StepCause cause, bool isAfterPause) => (byte)((byte)cause | (isAfterPause ? AfterPause : 0));
}
