using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Coroutines;

// How a step comes to run: as an item of the ready queue or eagerly, in the task's own context.
public partial class CoTask
{
    private static readonly ContextCallback _stepInContext = static task => ((CoTask)task!).StepAndKeepContext();

    /// <summary>
    /// Takes the first step at once, inside whatever runs now: asyncio's eager start. Its context is apart from the
    /// caller's from the beginning.
    /// </summary>
    internal void StartEagerly()
    {
        CoTask? interrupted = Scheduler.Tasks.SwapEager(this);
        int stepsLeft = Scheduler.Steps.StartStep();
        Exception? inFlight = Unwinding.Swap(null);
        try
        {
            if (interrupted is not null && !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                FailBeforeFirstStep();
            }

            RunInItsContext();
            Scheduler.Loop.StepObserver?.StartedEagerly(this);
        }
        catch
        {
            // Ctrl-C. Not in the finally block: that runs after the filter of whoever catches it has noted it as in flight.
            Unwinding.Swap(inFlight);
            throw;
        }
        finally
        {
            Scheduler.Tasks.SwapEager(interrupted);
            Scheduler.Steps.Resume(stepsLeft);
        }

        Unwinding.Swap(inFlight);
    }

    /// <summary>
    /// Eager starts in eager starts have used up the thread's stack: that is what the first step comes upon, before the coroutine
    /// has begun. (In asyncio it is a RecursionError.)
    /// </summary>
    private void FailBeforeFirstStep()
    {
        var exhausted = new InsufficientExecutionStackException(
            $"{DescribeChain()} was to begin eagerly, inside so many others that do the same that the stack has no room left. Without eager: true it begins in the next iteration.");
        NoteLogicalStack(exhausted);
        _waitingOn = new Thrown(exhausted);
        Attention |= TaskAttention.Finishing;
    }

    void IRunnable.Run()
    {
        if (!ExecutionContexts.CanRestore || IsFlowing)
        {
            RunInItsContext();
            return;
        }

        Scheduler scheduler = Scheduler;
        Step();
        if (!scheduler.Contexts.IsStanding)
        {
            KeepContext();
        }
    }

    void IRunnable.HandleFault(Exception exception)
    {
        try
        {
            if (State != FutureState.Running)
            {
                // Not the coroutine's: it has ended by an exception that leaves the loop.
                ExceptionDispatchInfo.Capture(exception).Throw();
            }

            ProceedWith(exception);
        }
        finally
        {
            KeepContext();
        }
    }

    private void KeepContext()
    {
        if (Scheduler.Contexts.WasLeft(out ExecutionContext? changed))
        {
            TakeContext(changed);
        }
    }

    private void ProceedWith(Exception exception)
    {
        var next = new Awaitable(exception, AwaitableKind.Error);
        while (true)
        {
            Frame? told = _calls.Innermost;
            try
            {
                if ((Attention & TaskAttention.First) == 0)
                {
                    Proceed(next);
                }
                else
                {
                    ProceedFromStart(next);
                }

                return;
            }
            catch (Exception thrown) when (State == FutureState.Running && Unwinding.Starts(thrown))
            {
                // By the coroutine that had awaited the one that failed. A frame without one that fails over what it is told has
                // ended by that: told of it, it would fail again, and so for ever.
                bool hasEnded = _calls.Body is null && told is not null && ReferenceEquals(_calls.Innermost, told);
                next = new Awaitable(Unwinding.End(), hasEnded ? AwaitableKind.Failed : AwaitableKind.Error);
            }
        }
    }

    private Awaitable Overrun() => new(
        new InvalidOperationException(
            $"{DescribeChain()} went on over {Scheduler.Steps.Limit} times in one step without ever being suspended (SchedulerOptions.StepLimit), and was stopped. Let it wait for something that is not done yet, or give it a bare yield."),
        AwaitableKind.Error);

    /// <summary>From now on it has a context of its own; or none, if it is the loop's.</summary>
    internal void TakeContext(ExecutionContext? context)
    {
        if (!Scheduler.Contexts.IsShared(context))
        {
            Attention |= TaskAttention.Flowing;
            Details.Context = context;
        }
        else if (IsFlowing)
        {
            Attention &= ~TaskAttention.Flowing;
            Details.Context = null;
        }
    }

    /// <summary>It cannot count on the loop's context any more.</summary>
    internal void PinContext()
    {
        Details.Context = Context;
        Attention |= TaskAttention.Flowing;
    }

    private void RunInItsContext()
    {
        // Null if it was made while the flow of contexts was suppressed: then it begins with the loop's own.
        ExecutionContext? context = Context ?? ExecutionContext.Capture();
        if (context is null)
        {
            StepAndKeepContext();
        }
        else
        {
            ExecutionContext.Run(context, _stepInContext, this);
        }
    }

    private void StepAndKeepContext()
    {
        try
        {
            Step();
        }
        catch (Exception exception) when (State == FutureState.Running && Unwinding.Starts(exception))
        {
            // Here rather than in Fail, while the context is the task's.
            ProceedWith(Unwinding.End());
        }
        finally
        {
            TakeContext(ExecutionContext.Capture());
        }
    }
}
