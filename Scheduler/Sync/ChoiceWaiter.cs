namespace Coroutines;

/// <summary>A place in the queue of one of the signals of a <see cref="SignalChoice"/>.</summary>
internal sealed class ChoiceWaiter(SignalChoice choice) : Waiter
{
    internal SignalChoice Choice => choice;

    /// <summary>The signal; null while the choice is over.</summary>
    internal SignalSource? Signal { get; set; }

    /// <summary>Its signal has come; it has been woken.</summary>
    internal void Choose(SignalHit hit) => choice.Choose(this, hit);
}
