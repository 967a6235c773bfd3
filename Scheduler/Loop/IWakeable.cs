namespace Coroutines;

/// <summary>What the loop waits in, as those see it who have something for the loop.</summary>
internal interface IWakeable
{
    /// <summary>Whether somebody waits for something that may come from there.</summary>
    bool HasWaits { get; }

    /// <summary>Something has come for the loop: ends its wait, if it waits or is about to. From any thread.</summary>
    void WakeUp();
}
