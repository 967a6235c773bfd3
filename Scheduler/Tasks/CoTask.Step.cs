using System.Runtime.CompilerServices;

namespace Coroutines;

public partial class CoTask
{
    /// <summary>One step: resumes the innermost frame, and goes on until the task has to wait or is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step()
    {
        if (Attention != TaskAttention.None)
        {
            if (Attention == TaskAttention.Finishing)
            {
                StepWoken();
                return;
            }

            if (Attention == TaskAttention.First)
            {
                StepFirst();
                return;
            }

            if (!IsOnlyInDomain)
            {
                StepWithCare();
                return;
            }
        }

        if (_calls.Body is not { } body)
        {
            StepWithCare();
            return;
        }

        Move(FutureState.Running);

        // What the coroutine throws comes to Fail.
        Awaitable next = body.MoveNext() ? body.Current : Coroutine.Ended;
        if (next.IsYield)
        {
            // Most steps end here, which is why this much of a step stands apart from the rest.
            Yield();
        }
        else
        {
            Proceed(next);
        }
    }

    /// <summary>
    /// A step that has more to do than to resume a coroutine. What it is, <see cref="Step"/> sees only of tasks without a group.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepWithCare()
    {
        TaskAttention attention = Attention & ~TaskAttention.Lasting;
        if ((Attention & TaskAttention.InDomain) != 0 && (IsAbandoned || TryHold()))
        {
            return;
        }

        if (attention == TaskAttention.Finishing)
        {
            StepWoken();
        }
        else if (attention == TaskAttention.First)
        {
            StepFirst();
        }
        else if (attention == TaskAttention.None)
        {
            Move(FutureState.Running);
            Proceed(_calls.Resume(this));
        }
        else
        {
            StepAsTold();
        }
    }

    /// <summary>The step of a task that a <see cref="Suspension"/> has woken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StepWoken()
    {
        Move(FutureState.Running);
        Proceed(_woken);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Yield()
    {
        Move(FutureState.Ready);
        Scheduler.Loop.Yielded.Enqueue(this);
    }

    /// <summary>The first step, in which a coroutine that was used before is found out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepFirst()
    {
        Move(FutureState.Running);
        IEnumerator<Awaitable> body = _calls.Body!;

        // What the coroutine throws comes to Fail, here too.
        if (Coroutine.WasStarted(body))
        {
            // It belongs to somebody else.
            _calls.LeaveBody();
            ProceedFromStart(Coroutine.Reused(body));
        }
        else if (body.MoveNext())
        {
            ProceedFromStart(body.Current);
        }
        else if (_calls.Innermost is null && Accept(Coroutine.Ended) is null)
        {
            // A short way for what only computes, and waits for nothing. Nothing is left that would have to be closed.
            NoteFirst(body, Coroutine.Ended);
            Finish(null);
        }
        else
        {
            ProceedFromStart(Coroutine.Ended);
        }
    }

    private void ProceedFromStart(Awaitable first)
    {
        Attention &= ~TaskAttention.First;
        Scheduler.Tasks.Register(this);
        if (_calls.Body is { } body)
        {
            NoteFirst(body, first);
        }

        Proceed(first);
    }

    /// <summary>Looks at what the first step of a coroutine has brought: if it has ended, nothing in it will tell that it was used.</summary>
    internal void NoteFirst(IEnumerator<Awaitable> body, Awaitable first)
    {
        if (Scheduler.TracksReuse && first is { HasSource: true, Kind: AwaitableKind.Ended or AwaitableKind.Error })
        {
            Coroutine.NoteUse(body);
        }
    }

    /// <summary>A step that says what is to be done: there is a cancel, an exception, or a timer that has fired.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepAsTold()
    {
        if (TryBegin(out Awaitable next))
        {
            Proceed(next);
        }
    }

    /// <summary>Begins a step that has more to do than to resume.</summary>
    /// <returns>False if the coroutine is not to be resumed in this iteration.</returns>
    private bool TryBegin(out Awaitable next)
    {
        next = default;
        if ((Attention & TaskAttention.Stale) != 0)
        {
            Attention &= ~TaskAttention.Stale;
            return false;
        }

        if ((Attention & TaskAttention.Asleep) != 0)
        {
            Attention &= ~TaskAttention.Asleep;
            Wake(null);
            return false;
        }

        if ((Attention & TaskAttention.Early) != 0)
        {
            Attention &= ~TaskAttention.Early;
            if (!MustCancel)
            {
                // The cancel was taken back: it goes on where it stands.
                return false;
            }

            // Where somebody may survive the cancel and wait for another phase, the place in this one must not be there any
            // more; else it may stay, and runs nothing.
            if (_calls.Innermost is null || !Scheduler.Frames.Remove(this))
            {
                Attention |= TaskAttention.Stale;
            }
        }

        Move(FutureState.Running);
        if ((Attention & TaskAttention.First) != 0)
        {
            // Cancelled before its first step: the body never runs (rule 13).
            Attention &= ~TaskAttention.First;
            Coroutine.DisposeUnstarted(_calls.TakeBody(), Scheduler);
            next = Awaitable.Failure(FinishWait().Exception!);
        }
        else
        {
            next = _waitingOn is not null || MustCancel ? _woken : _calls.Resume(this);
        }

        return true;
    }
}
