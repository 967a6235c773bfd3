namespace Coroutines;

/// <summary>The thread that a loop runs on, while it runs; in debug mode also the one that its Ticks belong to.</summary>
internal sealed class LoopThread
{
    private int _id;
    private HomeThread? _home;

    /// <summary>Whether the loop is inside a run or a Tick.</summary>
    internal bool IsBusy => _id != 0;

    /// <summary>Whether it is, on the calling thread.</summary>
    internal bool IsHere => _id == Environment.CurrentManagedThreadId;

    internal void Enter() => _id = Environment.CurrentManagedThreadId;

    internal void Leave() => _id = 0;

    /// <summary>From the first time on, the loop's Ticks belong to the calling thread.</summary>
    internal void RememberHome() => _home ??= new HomeThread();

    /// <summary>Refuses a thread that is not the one that the Ticks belong to.</summary>
    internal void VerifyHome() => _home?.Verify();
}
