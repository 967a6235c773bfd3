namespace Coroutines;

/// <summary>How it stands with a <see cref="Waiter"/>: what asyncio reads off the future that a waiter has.</summary>
internal enum WaiterState : byte
{
    /// <summary>It waits: asyncio's pending future.</summary>
    Waiting,

    /// <summary>It was let go on, and takes its step in the next iteration: asyncio's future with a result.</summary>
    Woken,

    /// <summary>Its task was cancelled while it waited: asyncio's cancelled future.</summary>
    Cancelled,
}
