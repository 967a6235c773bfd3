namespace Coroutines;

/// <summary>The thread that a loop runs on, while it runs; in debug mode also the one that its Ticks belong to.</summary>
/// <param name="clock">Told that the loop begins, where its clock is a virtual one; else null.</param>
/// <param name="synchronization">What the thread has for <c>async</c> code meanwhile; null for what it has anyway.</param>
internal sealed class LoopThread(ClockDriver? clock, LoopSynchronizationContext? synchronization)
{
    private int _id;

    // Where it ran last, or was made.
    private int _last = Environment.CurrentManagedThreadId;
    private HomeThread? _home;

    /// <summary>Whether the loop is inside a run or a Tick.</summary>
    internal bool IsBusy => _id != 0;

    /// <summary>Whether it is, on the calling thread.</summary>
    internal bool IsHere => _id == Environment.CurrentManagedThreadId;

    /// <summary>Whether the calling thread is the loop's: the one that it runs on, or else where it ran last or, before that, was made.</summary>
    internal bool IsHome => (_id == 0 ? _last : _id) == Environment.CurrentManagedThreadId;

    internal void Enter()
    {
        _last = _id = Environment.CurrentManagedThreadId;
        clock?.TakeOver();
        synchronization?.Enter();
    }

    internal void Leave()
    {
        synchronization?.Leave();
        _id = 0;
    }

    /// <summary>The loop runs no more.</summary>
    internal void End() => clock?.Release();

    /// <summary>From the first time on, the loop's Ticks belong to the calling thread.</summary>
    internal void RememberHome() => _home ??= new HomeThread();

    /// <summary>Refuses a thread that is not the one that the Ticks belong to.</summary>
    internal void VerifyHome() => _home?.Verify();
}
