namespace Coroutines.Benchmarks;

/// <summary>
/// The floor that ours is held against: first in, first out, a binary heap of deadlines, and joins. No errors, no cancels, no
/// contexts, no names, no debugging; a task that is joined resumes the one that waits in the next turn.
/// </summary>
internal sealed class BareScheduler
{
    private readonly PriorityQueue<BareTask, (double When, long Order)> _timers = new();
    private BareTask[] _ready = new BareTask[1024];
    private int _head;
    private int _tail;
    private long _lastTimer;

    internal double Time { get; private set; }

    internal BareTask? Running { get; private set; }

    internal BareTask Start(IEnumerator<BareWait> body)
    {
        var task = new BareTask(body);
        Enqueue(task);
        return task;
    }

    /// <summary>Runs a coroutine, and everything that it starts, until nothing is left.</summary>
    internal BareTask Run(IEnumerator<BareWait> main)
    {
        BareTask task = Start(main);
        do
        {
            RunReady();
        }
        while (TryJump(double.PositiveInfinity));

        return task;
    }

    /// <summary>One frame, by a bare loop's rules.</summary>
    internal void Tick(double seconds)
    {
        double end = Time + seconds;
        do
        {
            RunReady();
        }
        while (TryJump(end));

        Time = end;
    }

    internal void Enqueue(BareTask task)
    {
        if (_tail - _head == _ready.Length)
        {
            Grow();
        }

        _ready[_tail++ & (_ready.Length - 1)] = task;
    }

    private void RunReady()
    {
        while (_head != _tail)
        {
            ref BareTask slot = ref _ready[_head++ & (_ready.Length - 1)];
            BareTask task = slot;
            slot = null!;
            Step(task);
        }
    }

    private void Step(BareTask task)
    {
        Running = task;
        while (task.Body.MoveNext())
        {
            BareWait wait = task.Body.Current;
            if (wait.Source is null)
            {
                Postpone(task, wait);
                return;
            }

            if (wait.Source is BareTask joined)
            {
                if (joined.IsDone)
                {
                    continue;
                }

                joined.Waiter = task;
                return;
            }

            if (wait.IsParked)
            {
                return;
            }

            task.Result = wait.Word;
            break;
        }

        task.IsDone = true;
        if (task.Waiter is { } waiter)
        {
            Enqueue(waiter);
        }
    }

    private void Postpone(BareTask task, BareWait wait)
    {
        if (wait.Word == 0)
        {
            Enqueue(task);
        }
        else
        {
            _timers.Enqueue(task, (Time + BitConverter.Int64BitsToDouble(wait.Word), ++_lastTimer));
        }
    }

    private bool TryJump(double end)
    {
        if (!_timers.TryPeek(out _, out (double When, long Order) next) || next.When > end)
        {
            return false;
        }

        Time = next.When;
        while (_timers.TryPeek(out BareTask? due, out next) && next.When <= Time)
        {
            _timers.Dequeue();
            Enqueue(due);
        }

        return true;
    }

    private void Grow()
    {
        var larger = new BareTask[_ready.Length * 2];
        for (int position = _head; position != _tail; position++)
        {
            larger[position & (larger.Length - 1)] = _ready[position & (_ready.Length - 1)];
        }

        _ready = larger;
    }
}
