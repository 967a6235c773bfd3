using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Knows who has put what into the ready queue, without a word from those who do: what stands there at the end of a step and did not at its beginning
/// was put there by that step. It keeps no item, only how many each step has added.
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
        if (_queuedItems > ready.Count || _left > 0 || _next < _batchRuns)
        {
            // An exception that left the loop has left a part of the batch too, which stands before the others now.
            _queuedRuns = 0;
            _queuedItems = 0;
        }

        // All of the batch is in a run, so that one of which a part is left is known by that.
        Note(ready, null);
        (_batch, _queued) = (_queued, _batch);
        _batchRuns = _queuedRuns;
        _queuedRuns = 0;
        _queuedItems = 0;
        _next = 0;
        _left = 0;
    }

    /// <summary>Nothing is known of the batch.</summary>
    internal void Forget()
    {
        _batchRuns = 0;
        _next = 0;
        _left = 0;
    }

    /// <summary>Somebody has put the batch into another order, and may have had the last ones of it wait for the next one.</summary>
    /// <param name="before">The items of the batch as they stood.</param>
    /// <param name="ready">The queue, in which they stand now.</param>
    internal void Follow(List<IRunnable> before, ReadyQueue ready)
    {
        List<IRunnable?> origins = before.ConvertAll(_ => Take());
        for (int i = 0; i < before.Count; i++)
        {
            bool isPostponed = i >= ready.Count;
            IRunnable item = isPostponed ? ready.Postponed[i - ready.Count] : ready[i];
            int place = before.FindIndex(i, other => ReferenceEquals(other, item));
            IRunnable? by = null;
            if (place >= 0)
            {
                by = origins[place];
                (before[place], origins[place]) = (before[i], origins[i]);
            }

            if (isPostponed)
            {
                Add(ref _queued, ref _queuedRuns, new Run { By = by, Count = 1 });
                _queuedItems++;
            }
            else
            {
                Add(ref _batch, ref _batchRuns, new Run { By = by, Count = 1 });
            }
        }
    }

    /// <summary>The next item of the batch begins.</summary>
    /// <returns>Who put it there; null if that was no step, or is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Note(ReadyQueue ready, IRunnable? by)
    {
        int added = ready.Count - _queuedItems;
        if (added > 0)
        {
            // By a yield, say: nobody else has put it there, as with what comes from outside, and most steps end so.
            Note(added, added == 1 && ready.EndsWith(by) ? null : by);
        }
    }

    /// <summary>What stands last in the queue was put there by nobody, and before that was the step that runs.</summary>
    internal void NoteArrived(ReadyQueue ready, IRunnable? by, int count)
    {
        int added = ready.Count - _queuedItems - count;
        if (added > 0)
        {
            Note(added, by);
        }

        Note(count, null);
    }

    private void Note(int added, IRunnable? by)
    {
        _queuedItems += added;
        int last = _queuedRuns - 1;
        Run[] queued = _queued;
        if ((uint)last < (uint)queued.Length && ReferenceEquals(queued[last].By, by))
        {
            queued[last].Count += added;
        }
        else
        {
            Add(ref _queued, ref _queuedRuns, new Run { By = by, Count = added });
        }
    }

    private static void Add(ref Run[] runs, ref int count, in Run run)
    {
        if (count == runs.Length)
        {
            Array.Resize(ref runs, 2 * count);
        }

        runs[count++] = run;
    }

    private struct Run
    {
        internal IRunnable? By;
        internal int Count;
    }
}
