namespace Coroutines.Benchmarks;

/// <summary>What a coroutine of the bare-bones scheduler yields: as large as an <see cref="Awaitable"/>, and made in the same way.</summary>
/// <param name="Source">A task to join, or a mark; null to yield or to sleep.</param>
/// <param name="Word">How long to sleep, in seconds, as bits; 0 to yield. Or the value that is returned.</param>
internal readonly record struct BareWait(object? Source, long Word)
{
    private static readonly object _returned = new();
    private static readonly object _parked = new();

    internal static BareWait Yield => default;

    /// <summary>Somebody has noted the task, and wakes it.</summary>
    internal static BareWait Parked => new(_parked, 0);

    internal bool IsParked => ReferenceEquals(Source, _parked);

    public static implicit operator BareWait(BareTask task) => new(task, 0);

    internal static BareWait Sleep(double seconds) => new(null, BitConverter.DoubleToInt64Bits(seconds));

    internal static BareWait Return(long value) => new(_returned, value);
}
