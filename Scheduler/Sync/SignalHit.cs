using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>Which of several signals came first, and what it told; what <see cref="Awaitable.FirstOf(SignalSource[])"/> gives.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public readonly struct SignalHit
{
    private readonly SignalSource? _signal;

    // What it told: a number where that is enough, else an object.
    private readonly object? _told;
    private readonly long _number;

    private SignalHit(SignalSource signal, object? told, long number)
    {
        _signal = signal;
        _told = told;
        _number = number;
    }

    /// <summary>The signal that came first.</summary>
    /// <exception cref="InvalidStateException">It is empty (default): nothing was ever awaited with it.</exception>
    public SignalSource Signal => _signal ?? throw new InvalidStateException(
        "This SignalHit is empty (default): it is what a FirstOf gives once it has been awaited.");

    /// <summary>Whether it was this one.</summary>
    /// <param name="signal">One of the signals.</param>
    /// <returns>Whether it came first.</returns>
    public bool Is(CoSignal signal) => ReferenceEquals(Signal, signal);

    /// <summary>Whether it was this one, and what it told.</summary>
    /// <typeparam name="T">What it tells.</typeparam>
    /// <param name="signal">One of the signals.</param>
    /// <param name="value">What it was emitted with, if it came first.</param>
    /// <returns>Whether it came first.</returns>
    public bool Is<T>(CoSignal<T> signal, [MaybeNullWhen(false)] out T value)
    {
        bool isFirst = ReferenceEquals(Signal, signal);
        value = isFirst ? Told<T>() : default;
        return isFirst;
    }

    internal static SignalHit Of(CoSignal signal) => new(signal, told: null, number: 0);

    internal static SignalHit Of<T>(CoSignal<T> signal, T value) => SmallValue<T>.Pack is { } pack
        ? new SignalHit(signal, told: null, pack(value))
        : new SignalHit(signal, value, number: 0);

    private T Told<T>() => SmallValue<T>.Unpack is { } unpack ? unpack(_number) : (T)_told!;

    private string DebuggerDisplay => _signal is null ? "nothing yet" : $"a hit of {_signal}";
}
