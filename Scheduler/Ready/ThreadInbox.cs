using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Where other threads leave callbacks for the loop (rule 8). The only part of the scheduler, with the selector's
/// wake-up, that more than one thread may touch.
/// </summary>
/// <remarks>
/// A frame takes no more than a portion, and what is left over waits for the next one: a thread that posts without pause
/// must not keep a frame from ending. Cheap callbacks come in further portions while the frame is young, so that a backlog
/// grows only where the loop cannot keep up anyway.
/// </remarks>
internal sealed class ThreadInbox
{
    /// <summary>How many a frame takes in any case.</summary>
    internal const int Portion = 4096;

    private static readonly long _youth = Stopwatch.Frequency / 200;
    private const int KeptCapacity = 1024;

    private readonly object _lock = new();
    private List<IRunnable> _posted = [];

    // What the loop has taken hold of, and how much of it has been moved.
    private List<IRunnable> _taken = [];
    private int _moved;
    private volatile bool _isCalling;

    // Asked by those who look on. They are answered where the loop looks into the inbox, and never become items of the ready queue.
    private readonly List<IQuestion> _questions = [];

    private bool _isInFrame;
    private bool _isHeld;
    private long _frameStart;
    private int _leftInFrame;

    /// <summary>Whether there is something for the ready queue.</summary>
    /// <remarks>Where there is a gate, only that knows.</remarks>
    internal bool HasItems => _isCalling && (Gate?.HasItems ?? (_posted.Count > 0 || _taken.Count > 0));

    /// <summary>Whether the loop is to look: there is something for the ready queue, or a question.</summary>
    internal bool IsCalling => _isCalling && (Gate?.HasItems ?? true);

    /// <summary>What everything comes through, if that is recorded; null otherwise.</summary>
    internal IInboxGate? Gate { get; private set; }

    /// <summary>How many were moved so far.</summary>
    internal long MovedCount { get; private set; }

    internal void Post(IRunnable item)
    {
        lock (_lock)
        {
            if (Gate is not null)
            {
                Gate.Post(item);
                return;
            }

            _posted.Add(item);
            _isCalling = true;
        }
    }

    /// <summary>Leaves a question, from any thread.</summary>
    /// <returns>False where there is a gate: how often the loop looks is a part of what is recorded.</returns>
    internal bool TryAsk(IQuestion question)
    {
        lock (_lock)
        {
            if (Gate is not null)
            {
                return false;
            }

            _questions.Add(question);
            _isCalling = true;
            return true;
        }
    }

    /// <summary>Takes a question back that may not have been answered.</summary>
    internal void Withdraw(IQuestion question)
    {
        lock (_lock)
        {
            _questions.Remove(question);
        }
    }

    /// <summary>From now on everything comes through a gate, which is asked each time.</summary>
    internal void Record(IInboxGate gate)
    {
        lock (_lock)
        {
            Gate = gate;
            _posted.ForEach(gate.Post);
            _posted.Clear();
            _isCalling = true;
        }
    }

    internal void BeginFrame()
    {
        _isInFrame = true;
        _frameStart = Stopwatch.GetTimestamp();
        _leftInFrame = Portion;
    }

    /// <summary>From now on there is no limit.</summary>
    internal void LeaveFrames() => _isInFrame = false;

    /// <summary>Keeps what was posted, until the clock stands where it is to run.</summary>
    internal void Hold() => _isHeld = true;

    /// <summary>What was kept may go on.</summary>
    internal void Release() => _isHeld = false;

    /// <summary>Appends what was posted to the ready queue, in the order of posting. Costs one read when empty.</summary>
    internal void MoveTo(ReadyQueue ready)
    {
        if (!_isCalling || _isHeld)
        {
            return;
        }

        if (_questions.Count > 0)
        {
            AnswerQuestions();
        }

        if (Gate is not null)
        {
            MovedCount += Gate.MoveTo(ready);
            return;
        }

        if (!_isInFrame)
        {
            Move(ready, int.MaxValue);
            return;
        }

        if (_leftInFrame == 0 && Stopwatch.GetTimestamp() - _frameStart < _youth)
        {
            _leftInFrame = Portion;
        }

        _leftInFrame -= Move(ready, _leftInFrame);
    }

    /// <summary>Lets go of the room that a burst has needed.</summary>
    internal void LetGo()
    {
        if (_taken.Count == 0 && _taken.Capacity > KeptCapacity)
        {
            _taken = [];
        }

        // Read without the lock: at worst it is too late for this time.
        if (_posted.Capacity > KeptCapacity && !_isCalling)
        {
            lock (_lock)
            {
                if (_posted.Count == 0)
                {
                    _posted = [];
                }
            }
        }
    }

    private int Move(ReadyQueue ready, int most)
    {
        int moved = MoveTaken(ready, most);
        if (_taken.Count == 0)
        {
            TakeHold();
            moved += MoveTaken(ready, most - moved);
        }

        MovedCount += moved;
        return moved;
    }

    private void TakeHold()
    {
        lock (_lock)
        {
            (_posted, _taken) = (_taken, _posted);

            // Whoever has just been answered may have asked again.
            _isCalling = _questions.Count > 0;
        }
    }

    private void AnswerQuestions()
    {
        IQuestion[] questions;
        lock (_lock)
        {
            questions = [.. _questions];
            _questions.Clear();
        }

        foreach (IQuestion question in questions)
        {
            question.Answer();
        }
    }

    private int MoveTaken(ReadyQueue ready, int most)
    {
        int count = Math.Min(_taken.Count - _moved, most);
        for (int end = _moved + count; _moved < end; _moved++)
        {
            ready.Enqueue(_taken[_moved]);
        }

        if (_moved < _taken.Count)
        {
            _isCalling = true;
        }
        else
        {
            _taken.Clear();
            _moved = 0;
        }

        return count;
    }
}
