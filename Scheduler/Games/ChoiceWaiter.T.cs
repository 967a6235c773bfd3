namespace Coroutines;

/// <inheritdoc/>
internal sealed class ChoiceWaiter<T>(SignalChoice choice, CoSignal<T> signal) : ChoiceWaiter(choice, signal), ISignalListener<T>
{
    internal T Value { get; private set; } = default!;

    public void Hear(T value)
    {
        Value = value;
        Choose();
    }
}
