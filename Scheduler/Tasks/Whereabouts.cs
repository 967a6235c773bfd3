namespace Coroutines;

/// <summary>Where a task stands that is in no queue that is run as a matter of course.</summary>
/// <remarks>One number says it all: that of a timer is above 0, and the others are below.</remarks>
internal struct Whereabouts
{
    private const long Nowhere = 0;
    private const long Never = -1;
    private const long AtTurn = -2;

    // Below it, the place in the list of its group.
    private const long FirstHeld = -3;

    private long _value;

    /// <summary>Nowhere else: the ready queue has it, or what it awaits.</summary>
    internal readonly bool IsNowhere => _value == Nowhere;

    /// <summary>It sleeps, and no deadline ends that.</summary>
    internal readonly bool IsNeverDue => _value == Never;

    /// <summary>It has not begun, and waits for its turn.</summary>
    internal readonly bool IsParked => _value == AtTurn;

    /// <summary>It has come to its step, and its group is paused.</summary>
    internal readonly bool IsHeld => _value <= FirstHeld;

    /// <summary>It waits for a deadline, of a time or of a number of frames.</summary>
    internal readonly bool IsTimed => _value > Nowhere;

    /// <summary>The number of its timer; 0 where there is none.</summary>
    internal long Timer
    {
        readonly get => IsTimed ? _value : Nowhere;
        set => _value = value;
    }

    /// <summary>Its place in the list of its group, where it is held.</summary>
    internal readonly int HeldIndex => (int)(FirstHeld - _value);

    internal void Leave() => _value = Nowhere;

    internal void SleepForEver() => _value = Never;

    internal void Park() => _value = AtTurn;

    internal void Hold(int index) => _value = FirstHeld - index;
}
