namespace Coroutines;

/// <summary>
/// Knows who has put what into the ready queue, without a word from those who do: what stands there at the end of a step and did not at its beginning
/// was put there by that step. It keeps no item, only how many each step has added; where the queue is put into another order, nothing is known.
/// </summary>
internal sealed class WakeRuns
{
    private Run[] _queued = new Run[16];
    private Run[] _batch = new Run[16];
    private int _queuedRuns;
    private int _queuedItems;

    // What is left of the run that is being taken, and which one comes next.
    private int _left;
    private int _next;
    private int _batchRuns;
    private IRunnable? _by;

    /// <summary>A batch begins. What the loop itself has added since the last step comes from outside.</summary>
    internal void BeginBatch(ReadyQueue ready)
    {
        if (_queuedItems > ready.Count)
        {
            _queuedRuns = 0;
            _queuedItems = 0;
        }

        Note(ready, null);
        (_batch, _queued) = (_queued, _batch);
        _batchRuns = _queuedRuns;
        _queuedRuns = 0;
        _queuedItems = 0;
        _next = 0;
        _left = 0;
    }

    /// <summary>The batch has another order than it had.</summary>
    internal void Forget()
    {
        _batchRuns = 0;
        _left = 0;
    }

    /// <summary>The next item of the batch begins.</summary>
    /// <returns>Who put it there; null if that was no step, or is not known.</returns>
    internal IRunnable? Take()
    {
        if (_left == 0)
        {
            if (_next == _batchRuns)
            {
                return null;
            }

            Run run = _batch[_next++];
            _left = run.Count;
            _by = run.By;
        }

        _left--;
        return _by;
    }

    /// <summary>A step is over: what is in the queue now and was not before was put there by it.</summary>
    internal void Note(ReadyQueue ready, IRunnable? by)
    {
        int added = ready.Count - _queuedItems;
        if (added <= 0)
        {
            return;
        }

        if (_queuedRuns == _queued.Length)
        {
            Array.Resize(ref _queued, 2 * _queuedRuns);
        }

        _queued[_queuedRuns++] = new Run(by, added);
        _queuedItems += added;
    }

    private readonly record struct Run(IRunnable? By, int Count);
}
