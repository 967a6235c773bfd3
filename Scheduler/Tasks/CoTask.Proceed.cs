using System.Runtime.ExceptionServices;

namespace Coroutines;

// What follows on what a coroutine has yielded, up to the end of the task.
public partial class CoTask
{
    private const string TornAwaitable =
        "yields an Awaitable whose parts do not belong together: one thread has read it while another wrote it. Share tasks, futures and primitives between coroutines of one scheduler, and tell it from another thread by CallSoonThreadsafe.";

    /// <summary>Goes on until the task has to wait or is done.</summary>
    /// <param name="next">What the coroutine has yielded, or what is told to it.</param>
    private void Proceed(Awaitable next)
    {
        GoOn(next);
        Scheduler.EndStep();
    }

    private void GoOn(Awaitable next)
    {
        while (true)
        {
            if (!next.HasSource)
            {
                WaitForTime(next);
                return;
            }

            AwaitableKind kind = next.Kind;
            if (kind <= AwaitableKind.Frames && !Scheduler.MayGoOn())
            {
                next = Overrun();
                continue;
            }

            if (kind is AwaitableKind.Suspension or AwaitableKind.Woken)
            {
                // It answers one of two things, or else with something that is to be looked at in its turn.
                next = kind == AwaitableKind.Woken ? FinishWait()
                    : next.Source is Suspension suspension ? suspension.Begin(this, next.Argument)
                    : Awaitable.Misuse(TornAwaitable);
                if (next.IsPassed)
                {
                    next = ResumeInnermost();
                }
                else if (next.IsSuspended)
                {
                    WaitOnSuspension(next.Source);
                    return;
                }

                continue;
            }

            // A case is taken only where the two words of the awaitable belong together.
            switch (kind)
            {
                case AwaitableKind.Future when next.Source is Future future:
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

                case AwaitableKind.Frame when next.Source is Frame frame:
                    next = Enter(frame);
                    break;

                case AwaitableKind.Phase when next.Source is FramePhase phase:
                    if (Scheduler.QueueOf(phase) is not { } waiting)
                    {
                        next = Awaitable.Misuse($"waits for a phase that its scheduler does not have. {Scheduler.Undeclared(phase)}");
                        break;
                    }

                    Move(FutureState.Ready);
                    waiting.Enqueue(this);
                    return;

                case AwaitableKind.Frames when next.IsFrames:
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

                case AwaitableKind.NextTurn when next.IsSameAs(Awaitable.NextTurn):
                    Move(FutureState.Ready);
                    Scheduler.Ready.Enqueue(this);
                    return;

                case AwaitableKind.Refused when next.Source is Exception refused:
                    next = ThrowIntoInnermost(refused);
                    break;

                case AwaitableKind.Ended when next.IsSameAs(Coroutine.Ended):
                case AwaitableKind.Return when next.Source is ReturnValue:
                    var value = next.Source as ReturnValue;
                    if (_frame is not null)
                    {
                        next = _frame.Return(this, value);
                        break;
                    }

                    End(value);
                    return;

                case AwaitableKind.Error when next.Source is Exception error:
                    NoteLogicalStack(error);
                    next = ThrowIntoInnermost(error);
                    break;

                case AwaitableKind.Fed when next.IsSameAs(Frame.Fed):
                case AwaitableKind.Completed when next.IsSameAs(Frame.Completed):
                    if (kind == AwaitableKind.Fed)
                    {
                        // What others have to say is no runaway, however much it is; how much of it a step gets has a limit of its own.
                        Scheduler.EndStep();
                    }

                    if (Leave() is null)
                    {
                        Finish(null);
                        return;
                    }

                    next = ResumeInnermost();
                    break;

                case AwaitableKind.Failed when next.Source is Exception failure:
                    if (Leave() is null)
                    {
                        Finish(failure);
                        return;
                    }

                    next = ThrowIntoInnermost(failure);
                    break;

                default:
                    string wrong = kind == AwaitableKind.Misuse && next.Source is string said ? said : TornAwaitable;
                    var misuse = new InvalidOperationException($"{DescribeChain()} {wrong}");
                    NoteLogicalStack(misuse);
                    Move(FutureState.Waiting);
                    Wake(misuse);
                    return;
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
            GoOn(ending is null ? _frame.Resume(this) : _frame.Throw(this, ending));
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
