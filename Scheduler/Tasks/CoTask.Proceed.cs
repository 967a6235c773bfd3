using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Coroutines;

// What follows on what a coroutine has yielded, up to the end of the task.
public partial class CoTask
{
    // The answer that the step is over.
    private static readonly Awaitable _over = new(new Answer("over"), AwaitableKind.Placed);

    /// <summary>Goes on until the task has to wait or is done.</summary>
    /// <param name="next">What the coroutine has yielded, or what is told to it.</param>
    private void Proceed(Awaitable next)
    {
        GoOn(next);
        Scheduler.Steps.End();
    }

    // Not a part of the step, which mostly ends without it: there the registers are wanted for other things.
    [MethodImpl(MethodImplOptions.NoInlining)]
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
            if (kind == AwaitableKind.Woken)
            {
                next = FinishWait();
            }
            else if (kind != AwaitableKind.Wait)
            {
                next = Follow(kind, next);
            }
            else if (Scheduler.Steps.MayGoOn())
            {
                Scheduler.Loop.StepObserver?.Touched(next.Source);
                next = next.Source.Begin(this, next.Argument);
            }
            else
            {
                next = Overrun();
            }

            if (next.IsPassed)
            {
                next = _calls.Resume(this);
            }
            else if (next.IsAnswer)
            {
                if (next.Kind == AwaitableKind.Suspended)
                {
                    WaitOn(next.Source);
                }

                return;
            }
        }
    }

    /// <summary>Goes on by what a frame has answered, or the coroutine has yielded that is nothing to wait for.</summary>
    private Awaitable Follow(AwaitableKind kind, Awaitable answer)
    {
        // A case is taken only where the two words of the awaitable belong together.
        switch (kind)
        {
            case AwaitableKind.Ended when answer.IsSameAs(Coroutine.Ended):
                return Return(answer);

            case AwaitableKind.Return when answer.Source is ReturnValue:
                return Return(answer);

            case AwaitableKind.Fed when answer.IsSameAs(Frame.Fed):
                // What others have to say is no runaway, however much it is; how much of it a step gets has a limit of its own.
                Scheduler.Steps.End();
                return LeaveWith(null);

            case AwaitableKind.Completed when answer.IsSameAs(Frame.Completed):
                return LeaveWith(null);

            case AwaitableKind.Failed when answer.Exception is { } failure:
                return LeaveWith(failure);

            case AwaitableKind.Refused when answer.Exception is { } refused:
                return ThrowIntoInnermost(refused);

            case AwaitableKind.Error when answer.Exception is { } error:
                NoteLogicalStack(error);
                return ThrowIntoInnermost(error);

            case AwaitableKind.Misuse when answer.Source is Answer wrong:
                WakeWithMisuse(wrong);
                return _over;

            default:
                WakeWithMisuse(Answer.Torn);
                return _over;
        }
    }

    /// <summary>The innermost coroutine has ended, with a value or without.</summary>
    private Awaitable Return(Awaitable end)
    {
        if (_calls.Innermost is { } frame)
        {
            return frame.Return(this, end);
        }

        End(end);
        return _over;
    }

    /// <summary>The innermost frame has ended, and its clean-up is done; so the one that awaits it goes on, or the task ends.</summary>
    private Awaitable LeaveWith(Exception? fault)
    {
        if (_calls.Pop() is not null)
        {
            return fault is null ? _calls.Resume(this) : ThrowIntoInnermost(fault);
        }

        Finish(fault);
        return _over;
    }

    /// <summary>The coroutine has yielded what cannot be awaited: the next step tells it so.</summary>
    private void WakeWithMisuse(Answer wrong)
    {
        var misuse = new InvalidOperationException($"{DescribeChain()} {wrong.Words}");
        NoteLogicalStack(misuse);
        Move(FutureState.Waiting);
        Wake(misuse);
    }

    /// <summary>The outermost coroutine has ended, and has no frame object.</summary>
    private void End(Awaitable end)
    {
        // While the body is still known, for the message of a refusal.
        Exception? ending = Accept(end);
        if (ending is null)
        {
            // What a clean-up throws comes to Fail.
            BeginClosing().Dispose();
        }
        else
        {
            ending = CloseBody(ending);
        }

        if (_calls.Innermost is { } frame)
        {
            GoOn(ending is null ? frame.Resume(this) : frame.Throw(this, ending));
        }
        else
        {
            Finish(ending);
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
        Attention &= TaskAttention.Stale | TaskAttention.Lasting;
        _calls.Clear();
        _waitingOn = null;
        Scheduler.Tasks.Unregister(this);
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
