namespace Coroutines;

/// <summary>A flag that coroutines wait for: asyncio's <c>Event</c>.</summary>
public sealed class CoEvent : SyncPrimitive
{
    /// <summary>Creates an event that is not set.</summary>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoEvent(string? name = null)
        : base(name)
    {
    }

    /// <summary>Whether it is set: asyncio's <c>is_set()</c>.</summary>
    public bool IsSet { get; private set; }

    private protected override string Kind => "an event";

    private protected override string Condition => IsSet ? "set" : "not set";

    /// <summary>Waits until it is set: asyncio's <c>wait()</c>. If it is set already, no iteration passes.</summary>
    /// <returns>What to yield.</returns>
    public Awaitable Wait() => new(Queue);

    /// <summary>
    /// Sets it: asyncio's <c>set()</c>. All who wait go on in the next iteration, in the order in which they came, even if
    /// it is cleared before that (rule 29).
    /// </summary>
    public void Set()
    {
        VerifyThread();
        if (!IsSet)
        {
            IsSet = true;
            Queue.WakeAll();
        }
    }

    /// <summary>Has those who come from now on wait for the next <see cref="Set"/>: asyncio's <c>clear()</c>.</summary>
    public void Clear()
    {
        VerifyThread();
        IsSet = false;
    }

    internal override bool TryPass(CoTask task, long ticket) => IsSet;
}
