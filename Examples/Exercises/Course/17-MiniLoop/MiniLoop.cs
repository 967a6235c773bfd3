namespace Coroutines.Exercises;

/// <summary>An event loop of your own: a queue of what is ready, and a queue of timers.</summary>
public sealed class MiniLoop : IEventLoop
{
    private readonly Queue<Action> _ready = new();

    // The smallest priority comes out first. Of equal times, the one with the smaller number.
    private readonly PriorityQueue<Action, (double When, int Number)> _timers = new();
    private int _timersMade;

    public double Time { get; private set; }

    public void CallSoon(Action callback) => _ready.Enqueue(callback);

    public void CallLater(double seconds, Action callback) => _timers.Enqueue(callback, (Time + seconds, _timersMade++));

    public void Run()
    {
        // While anything is ready or any timer is set, make a round:
        // 1. If nothing is ready, let Time jump to the next timer (_timers.TryPeek).
        // 2. Move the timers that are due at Time from _timers to the end of _ready.
        // 3. Call what is ready now, and only that: what these callbacks add waits for the next round.
    }
}
