namespace Coroutines;

/// <summary>Something that waits in a <see cref="TimerQueue"/>, and is run when it is due.</summary>
internal interface ITimed : IRunnable
{
    /// <summary>
    /// The order number under which it waits, 0 when it does not. The queue's entry holds the same number; an entry
    /// whose number differs is stale, so cancelling costs no search.
    /// </summary>
    long TimerToken { get; set; }
}
