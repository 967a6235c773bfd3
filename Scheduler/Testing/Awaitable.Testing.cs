using Coroutines.Testing;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Waits until every other task waits.</summary>
    internal static Awaitable AllBlocked() => new(new BlockedWait(), AwaitableKind.Suspension);

    /// <summary>Awaits something, and says whether that suspended as it should.</summary>
    internal static Awaitable CheckSuspension(Awaitable awaitable, bool expected) =>
        new(new SuspensionCheck(awaitable, expected), AwaitableKind.Frame);

    /// <summary>A part of a sequence.</summary>
    internal static Awaitable OfStep(SequencerStep step) => new(step, AwaitableKind.Suspension);

    /// <summary>What it waits for, with the name of its coroutine if it is one.</summary>
    internal string DescribeForTest() => _source is Frame frame ? frame.CoroutineName ?? "an operation" : ToString();
}
