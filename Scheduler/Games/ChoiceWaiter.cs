namespace Coroutines;

/// <summary>A place in the queue of one of the signals of a <see cref="SignalChoice"/>.</summary>
internal class ChoiceWaiter(SignalChoice choice, SignalSource signal) : Waiter
{
    internal SignalSource Signal => signal;

    /// <summary>Its signal has come; it has been woken.</summary>
    internal void Choose() => choice.Choose(this);
}
