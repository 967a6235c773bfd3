using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

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
                Move(FutureState.Running);
                Proceed(Woken());
                return;
            }

            if (Attention == TaskAttention.First)
            {
                StepFirst();
                return;
            }

            if (!IsOnlyGrouped)
            {
                StepWithCare();
                return;
            }
        }

        if (_body is not { } body)
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

    /// <summary>A step that has more to do than to resume a coroutine; and each of a group's that is not just that.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepWithCare()
    {
        TaskAttention attention = Attention & ~TaskAttention.Grouped;
        if (attention != Attention && TryHold())
        {
            return;
        }

        if (attention == TaskAttention.Finishing)
        {
            Move(FutureState.Running);
            Proceed(Woken());
        }
        else if (attention == TaskAttention.First)
        {
            StepFirst();
        }
        else if (attention == TaskAttention.None)
        {
            Move(FutureState.Running);
            Proceed(ResumeInnermost());
        }
        else
        {
            StepAsTold();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Yield()
    {
        Move(FutureState.Ready);
        Scheduler.Yielded.Enqueue(this);
    }

    private void Proceed(Awaitable next) => Proceed(next, Scheduler.StepLimit);

    /// <summary>Goes on until the task has to wait or is done.</summary>
    /// <param name="next">What the coroutine has yielded, or what is told to it.</param>
    /// <param name="left">How often it may still go on in this step.</param>
    private void Proceed(Awaitable next, int left)
    {
        while (true)
        {
            if (!next.HasSource)
            {
                WaitForTime(next);
                return;
            }

            AwaitableKind kind = next.Kind;
            if (kind <= AwaitableKind.Frames && --left < 0)
            {
                next = Overrun();
                continue;
            }

            if (kind is AwaitableKind.Suspension or AwaitableKind.Woken)
            {
                // It answers one of two things, or else with something that is to be looked at in its turn.
                next = kind == AwaitableKind.Suspension
                    ? Unchecked.Cast<Suspension>(next.Source).Begin(this, next.Argument)
                    : FinishWait();
                if (next.IsPassed)
                {
                    next = ResumeInnermost();
                }
                else if (next.IsSuspended)
                {
                    WaitOn(Unchecked.Cast<Suspension>(next.Source));
                    return;
                }

                continue;
            }

            switch (kind)
            {
                case AwaitableKind.Future:
                    var future = Unchecked.Cast<Future>(next.Source);
                    if (future.HasSucceeded && ReferenceEquals(future.Owner, Scheduler))
                    {
                        next = ResumeInnermost();
                    }
                    else if (RefusalOf(future) is { } refusal)
                    {
                        next = Awaitable.Misuse(refusal);
                    }
                    else if (!future.IsDone)
                    {
                        WaitOn(future);
                        return;
                    }
                    else
                    {
                        next = future.TakeFault() is { } fault ? ThrowIntoInnermost(fault) : ResumeInnermost();
                    }

                    break;

                case AwaitableKind.Frame:
                    next = Enter((Frame)next.Source);
                    break;

                case AwaitableKind.Phase:
                    var phase = (FramePhase)next.Source;
                    if (Scheduler.QueueOf(phase) is not { } waiting)
                    {
                        next = Awaitable.Misuse($"waits for a phase of another scheduler. {Scheduler.Undeclared(phase)}");
                        break;
                    }

                    Move(FutureState.Ready);
                    waiting.Enqueue(this);
                    return;

                case AwaitableKind.Frames:
                    if (next.Argument == 0)
                    {
                        next = ResumeInnermost();
                        break;
                    }

                    if (!Scheduler.YieldsToNextFrame)
                    {
                        // A run has no frames; there it is iterations that are counted.
                        next = Enter(new YieldsFrame(next.Argument));
                        break;
                    }

                    if (next.Argument == 1)
                    {
                        Yield();
                    }
                    else
                    {
                        WaitFrames(next.Argument);
                    }

                    return;

                case AwaitableKind.Refused:
                    next = ThrowIntoInnermost((Exception)next.Source);
                    break;

                case AwaitableKind.Ended:
                case AwaitableKind.Return:
                    ReturnValue? value = next.Kind == AwaitableKind.Return ? (ReturnValue)next.Source : null;
                    if (_frame is not null)
                    {
                        next = _frame.Return(this, value);
                        break;
                    }

                    End(value);
                    return;

                case AwaitableKind.Error:
                    var error = (Exception)next.Source;
                    NoteLogicalStack(error);
                    next = ThrowIntoInnermost(error);
                    break;

                case AwaitableKind.Misuse:
                    var misuse = new InvalidOperationException($"{DescribeChain()} {next.Source}");
                    NoteLogicalStack(misuse);
                    Move(FutureState.Waiting);
                    Wake(misuse);
                    return;

                case AwaitableKind.Completed:
                    if (Leave() is null)
                    {
                        Finish(null);
                        return;
                    }

                    next = ResumeInnermost();
                    break;

                default:
                    var failure = (Exception)next.Source;
                    if (Leave() is null)
                    {
                        Finish(failure);
                        return;
                    }

                    next = ThrowIntoInnermost(failure);
                    break;
            }
        }
    }

    /// <summary>The first step, in which a coroutine that was used before is found out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepFirst()
    {
        Move(FutureState.Running);
        IEnumerator<Awaitable> body = _body!;

        // What the coroutine throws comes to Fail, here too.
        if (!Coroutine.IsCompilerMade(body))
        {
            ProceedFromStart(body.MoveNext() ? body.Current : Coroutine.Ended);
        }
        else if (!body.Current.IsDefault)
        {
            ProceedFromStart(Coroutine.Reused(body));
        }
        else if (body.MoveNext())
        {
            ProceedFromStart(body.Current);
        }
        else if (_frame is null && Accept(null) is null && SpentMark.TryPut(body))
        {
            // A short way for what only computes, and waits for nothing. Nothing is left that would have to be closed.
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
        Scheduler.RegisterTask(this);
        first = Coroutine.Examine(_body!, first);
        if (first.IsFailure)
        {
            // It belongs to somebody else.
            _body = null;
        }

        Proceed(first);
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
            if (_frame is null || !Scheduler.RemoveFromFrames(this))
            {
                Attention |= TaskAttention.Stale;
            }
        }

        Move(FutureState.Running);
        if ((Attention & TaskAttention.Finishing) != 0)
        {
            next = Woken();
            return true;
        }

        Exception? thrown = TakeIncoming();
        if ((Attention & TaskAttention.First) == 0)
        {
            next = thrown is null ? ResumeInnermost() : ThrowIntoInnermost(thrown);
            return true;
        }

        // Cancelled before its first step: the body never runs (rule 13).
        Attention &= ~TaskAttention.First;
        Coroutine.DisposeUnstarted(TakeBody());
        next = Awaitable.Failure(thrown!);
        return true;
    }

    /// <summary>What is thrown into the coroutine: a remembered cancel goes before anything but another cancel.</summary>
    private Exception? TakeIncoming()
    {
        Exception? incoming = null;
        if ((Attention & TaskAttention.Incoming) != 0)
        {
            incoming = (Exception)_waitingOn!;
            _waitingOn = null;
        }

        if (MustCancel && incoming is not CancelledException)
        {
            incoming = new CancelledException(Details.CancelMessage);
        }

        Attention &= ~(TaskAttention.Incoming | TaskAttention.MustCancel);
        return incoming;
    }

    /// <summary>The outermost coroutine has ended, and has no frame object.</summary>
    private void End(ReturnValue? value)
    {
        // While the body is still known, for the message of a refusal.
        Exception? ending = Accept(value);
        if (ending is null)
        {
            // What a clean-up throws comes to Fail.
            BeginClosing().Dispose();
        }
        else
        {
            ending = CloseBody(ending);
        }

        if (_frame is null)
        {
            Finish(ending);
        }
        else
        {
            Proceed(ending is null ? _frame.Resume(this) : _frame.Throw(this, ending));
        }
    }

    /// <summary>The task is done.</summary>
    private void Finish(Exception? fault)
    {
        if (fault is null && MustCancel)
        {
            // A cancel that found no suspension to land at costs the result (rule 16).
            fault = new CancelledException(Details.CancelMessage);
        }

        // A void item may still stand in a queue.
        Attention &= TaskAttention.Stale;
        _body = null;
        _frame = null;
        _waitingOn = null;
        Scheduler.UnregisterTask(this);
        switch (fault)
        {
            case null:
                Complete(FutureState.Finished);
                break;
            case CancelledException cancel:
                CompleteAsCancelled(cancel);
                break;
            case KeyboardInterruptException:
                IsObserved = true;
                CompleteWithFault(fault);
                ExceptionDispatchInfo.Capture(fault).Throw();
                break;
            default:
                CompleteWithFault(fault);
                break;
        }
    }
}
