using System.Runtime.ExceptionServices;

namespace Coroutines;

// What follows on what a coroutine has yielded, up to the end of the task.
public partial class CoTask
{
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
                        next = Awaitable.Misuse($"waits for a phase that its scheduler does not have. {Scheduler.Undeclared(phase)}");
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
                Observe();
                CompleteWithFault(fault);
                ExceptionDispatchInfo.Capture(fault).Throw();
                break;
            default:
                CompleteWithFault(fault);
                break;
        }
    }
}
