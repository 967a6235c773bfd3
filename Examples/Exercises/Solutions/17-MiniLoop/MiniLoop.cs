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
        while (_ready.Count > 0 || _timers.Count > 0)
        {
            if (_ready.Count == 0 && _timers.TryPeek(out _, out var next))
            {
                Time = next.When;
            }

            while (_timers.TryPeek(out Action? due, out var priority) && priority.When <= Time)
            {
                _timers.Dequeue();
                _ready.Enqueue(due);
            }

            for (int count = _ready.Count; count > 0; count--)
            {
                _ready.Dequeue()();
            }
        }
    }
}
