namespace Coroutines;

/// <summary>The run of a main task: what may interrupt it, and how it ends then (rule 39).</summary>
internal sealed class MainRun(Scheduler scheduler, CoTask main)
{
    private const string CancelMessage = "The CancellationToken of Run was cancelled.";
    private const string InterruptMessage = "Interrupted by Ctrl-C.";

    /// <summary>What Ctrl-C does, on a thread of the system's.</summary>
    internal static void Interrupt(CoTask main) => main.Scheduler.Interrupts.Interrupt(() => main.Cancel(InterruptMessage));

    /// <summary>Runs it to its end.</summary>
    /// <param name="cancellationToken">Cancels it, as a first Ctrl-C does.</param>
    internal void Run(CancellationToken cancellationToken)
    {
        scheduler.Interrupts.Reset();
        if (cancellationToken.IsCancellationRequested)
        {
            // Before its first step: the body never runs (rule 13).
            main.Cancel(CancelMessage);
        }

        using (main.Cancelling == 0
            ? cancellationToken.Register(() => scheduler.Outside.Call(() => main.Cancel(CancelMessage)))
            : default)
        using (scheduler.Options.HandleCtrlC ? CtrlC.Watch(scheduler, () => Interrupt(main)) : null)
        {
            scheduler.RunUntilDone(main);
        }

        // A main that swallowed that cancel, or was cancelled by somebody else as well, ends as it ended.
        if (main.IsCancelled && main.Cancelling == 1)
        {
            Throw((CancelledException)main.TakeFault()!, cancellationToken);
        }
    }

    private void Throw(CancelledException cancel, CancellationToken cancellationToken)
    {
        if (scheduler.Interrupts.HaveCancelledMain)
        {
            throw new KeyboardInterruptException(InterruptMessage, cancel);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new CancelledException(ExceptionText.MessageOf(cancel), cancellationToken);
        }
    }
}
