using System.Collections;

namespace Coroutines.Exercises;

/// <summary>Counts how often a coroutine is stepped, and objects to a step after its end.</summary>
public sealed class StepCounter<T>(IEnumerator<T> coroutine) : IEnumerator<T>
{
    private bool _hasEnded;

    public int Steps { get; private set; }

    public T Current => coroutine.Current;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        Expected.False(_hasEnded, "A coroutine was stepped again after MoveNext had returned false.");
        Steps++;
        _hasEnded = !coroutine.MoveNext();
        return !_hasEnded;
    }

    public void Reset() => throw new NotSupportedException("A coroutine cannot be started again.");

    public void Dispose() => coroutine.Dispose();
}
