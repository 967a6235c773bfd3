namespace Coroutines.Testing;

/// <summary>The footprints of all steps of a run, in the order in which they were taken, batch by batch.</summary>
internal sealed class Footprints(Scheduler scheduler)
{
    private readonly List<Taken> _taken = [];
    private readonly Dictionary<StepNumber, object> _awaited = [];
    private int _batch;
    private int _running;
    private int _queuedBefore;
    private bool _isEndUnseen;
    private Footprint? _current;

    /// <summary>A batch begins.</summary>
    internal void BeginBatch()
    {
        _batch++;
        _running = _taken.Count;
    }

    /// <summary>A place in the batch is given away.</summary>
    /// <param name="step">To whom.</param>
    /// <param name="decision">By which decision; below 0 where there was no choice.</param>
    /// <param name="candidates">Among whom; null where there was no choice.</param>
    internal void Take(StepNumber step, int decision, StepNumber[]? candidates) => _taken.Add(new Taken(_batch, step, decision, candidates));

    /// <summary>A step begins.</summary>
    internal void Begin(StepNumber step)
    {
        // What runs nothing has no place.
        int place = _taken.FindIndex(_running, taken => ReferenceEquals(taken.Step, step));
        _current = null;
        if (place >= 0)
        {
            _running = place;
            _current = _taken[_running].Footprint = step.Item is CoTask ? new Footprint() : OfCallback(step.Item);
            _queuedBefore = scheduler.Ready.Count;
            _isEndUnseen = step.Item is CoTask { IsOrderOfEndsUnseen: true };
            if (_awaited.TryGetValue(step, out object? awaited))
            {
                _awaited.Remove(step);
                Touch(awaited);
            }
        }
    }

    /// <summary>The step that runs has touched something.</summary>
    internal void Touch(object what)
    {
        if (_current is null || _taken[_running].Step.Item is not CoTask)
        {
            return;
        }

        object subject = what is AwaitableSource source ? source.Subject : what;
        if (subject is Suspension)
        {
            // A predicate, a stream: what stands behind it is not known.
            _current.AddEverything();
        }
        else if (subject is not Frame)
        {
            _current.Add(subject);
        }
    }

    /// <summary>The step is over.</summary>
    internal void End(StepNumber step)
    {
        if (_current is null || step.Item is not CoTask task)
        {
            return;
        }

        NoteWoken(task);
        if (task.IsDone)
        {
            NoteEnd(task);
        }
        else if (task is { State: FutureState.Waiting, Awaited: { } awaited })
        {
            // Now, and when it goes on.
            _awaited[step] = awaited is Waiter { Queue: { } queue } ? queue : awaited;
            Touch(_awaited[step]);
        }

        _current = null;
        _running++;
    }

    /// <summary>
    /// The orders that have to be tried beside the one that was taken: for each two steps of a batch of which the later one has to do with
    /// the earlier one, that in which it comes before it.
    /// </summary>
    /// <returns>The decision, and what is chosen from there on.</returns>
    /// <remarks>
    /// The steps between the two that have nothing to do with the earlier one stay before the later one, which may have to do with them: the
    /// wakeup sequences of "Optimal Dynamic Partial Order Reduction" (Abdulla and others, 2014).
    /// </remarks>
    internal IEnumerable<(int Decision, List<int> Choices)> Reversals()
    {
        for (int place = 0; place < _taken.Count; place++)
        {
            if (_taken[place] is not { Candidates: { } candidates, Decision: var decision })
            {
                continue;
            }

            if (HasCallbacks(place))
            {
                // They come one after the other: who may be next is not known beforehand.
                for (int choice = 1; choice < candidates.Length && HasConflict(place); choice++)
                {
                    yield return (decision, [choice]);
                }

                continue;
            }

            foreach (List<StepNumber> sequence in SequencesBefore(place))
            {
                yield return (decision, ChoicesOf(sequence, candidates));
            }
        }
    }

    private bool HasCallbacks(int place) => BatchFrom(place).Any(static taken => taken.Step.Item is not CoTask);

    private bool HasConflict(int place) =>
        BatchFrom(place).Select((one, i) => BatchFrom(place).Skip(i + 1).Any(one.Meets)).Any(static meets => meets);

    private IEnumerable<Taken> BatchFrom(int place) => _taken.Skip(place).TakeWhile(taken => taken.Batch == _taken[place].Batch);

    /// <summary>For each later step that has directly to do with the one at a place: it, and what has to come before it.</summary>
    private IEnumerable<List<StepNumber>> SequencesBefore(int place)
    {
        List<Taken> after = [_taken[place]];
        List<StepNumber> free = [];
        foreach (Taken later in BatchFrom(place).Skip(1))
        {
            if (!after.Exists(later.Meets))
            {
                free.Add(later.Step);
                continue;
            }

            if (!after.Skip(1).Any(later.Meets))
            {
                yield return [.. free, later.Step];
            }

            after.Add(later);
        }
    }

    private static List<int> ChoicesOf(List<StepNumber> sequence, StepNumber[] candidates)
    {
        List<int> choices = [];
        List<StepNumber> left = [.. candidates];
        foreach (StepNumber step in sequence)
        {
            int choice = left.IndexOf(step);
            left.RemoveAt(choice);
            choices.Add(choice);
        }

        return choices;
    }

    // Of the library's own bookkeeping: who counts those that have ended well counts them in any order.
    private static Footprint OfCallback(IRunnable item) =>
        item is GroupChild { Task: var task } && task.PeekFault() is null ? Footprint.Nothing : Footprint.Everything;

    private void NoteWoken(CoTask task)
    {
        for (int i = _queuedBefore; i < scheduler.Ready.Count; i++)
        {
            IRunnable woken = scheduler.Ready[i];
            if (!ReferenceEquals(woken, task) && woken is not Coroutines.Nothing)
            {
                _current!.Add(woken);
            }
        }
    }

    private void NoteEnd(CoTask task)
    {
        if (task.PeekFault() is null && _isEndUnseen)
        {
            _current!.Add(task);
        }
        else
        {
            // Who hears of it may cancel the others.
            _current!.AddEverything();
        }
    }

    private sealed class Taken(int batch, StepNumber step, int decision, StepNumber[]? candidates)
    {
        internal int Batch => batch;

        internal StepNumber Step => step;

        internal int Decision => decision;

        internal StepNumber[]? Candidates => candidates;

        internal Footprint Footprint { get; set; } = Footprint.Everything;

        internal bool Meets(Taken other) => Footprint.Meets(other.Footprint);
    }
}
