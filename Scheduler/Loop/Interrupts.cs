namespace Coroutines;

/// <summary>Ctrl-C, as often as it was pressed in this run: the first cancels main, another one leaves the loop (rule 39).</summary>
internal sealed class Interrupts(Outside outside, IWakeable events)
{
    private volatile int _count;

    /// <summary>Whether the loop is to be left.</summary>
    internal bool AreMany => _count > 1;

    /// <summary>Whether main was cancelled by the first one.</summary>
    internal bool HaveCancelledMain { get; private set; }

    /// <summary>A run begins.</summary>
    internal void Reset()
    {
        _count = 0;
        HaveCancelledMain = false;
    }

    /// <summary>Ctrl-C, on a thread of the system's.</summary>
    /// <param name="cancelMain">Done on the loop's thread, at the first one.</param>
    internal void Interrupt(Func<bool> cancelMain)
    {
        if (Interlocked.Increment(ref _count) == 1)
        {
            outside.Call(() => HaveCancelledMain = cancelMain());
        }
        else
        {
            events.WakeUp();
        }
    }

    /// <summary>Leaves the loop, if it is to be left.</summary>
    internal void ThrowIfMany()
    {
        if (AreMany)
        {
            _count = 1;
            throw new KeyboardInterruptException();
        }
    }
}
