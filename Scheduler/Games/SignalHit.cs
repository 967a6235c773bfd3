using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>Which of several signals came first, and what it told; what <see cref="Awaitable.FirstOf"/> gives.</summary>
public readonly struct SignalHit
{
    private readonly ChoiceWaiter? _waiter;

    internal SignalHit(ChoiceWaiter waiter) => _waiter = waiter;

    /// <summary>The signal that came first.</summary>
    /// <exception cref="InvalidStateException">It is empty (default): nothing was ever awaited with it.</exception>
    public SignalSource Signal => (_waiter ?? throw new InvalidStateException(
        "This SignalHit is empty (default): it is what a FirstOf gives once it has been awaited.")).Signal;

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
        value = isFirst ? ((ChoiceWaiter<T>)_waiter!).Value : default;
        return isFirst;
    }
}
