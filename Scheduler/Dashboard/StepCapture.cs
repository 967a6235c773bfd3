using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>Records the next steps of a scheduler for a while, and makes the page of them. Runs on the thread of the dashboard.</summary>
internal sealed class StepCapture(Scheduler scheduler)
{
    /// <summary>How long a recording takes at most, in seconds.</summary>
    internal const double Longest = 60;

    // How long the loop is waited for, in seconds, and how often is looked whether it has come.
    private const double Patience = 5;
    private const double LookAgain = 0.01;

    /// <summary>Whether one is being made: there is no second one meanwhile, as each takes some memory.</summary>
    internal bool IsUnderWay { get; private set; }

    /// <summary>Records.</summary>
    /// <param name="seconds">How long, in real time.</param>
    /// <returns>A coroutine that returns the page; null if there is another recording, or the scheduler has not come by.</returns>
    internal IEnumerator<Awaitable> Run(double seconds)
    {
        if (IsUnderWay)
        {
            yield return Return<byte[]?>(null);
        }

        IsUnderWay = true;
        Defer(() => IsUnderWay = false);
        StepRecorder? recorder = null;

        // However this ends, the recording does, when the loop comes by.
        var end = new Errand(() => recorder?.Dispose());
        Defer(() => scheduler.Waits.Enquiries.TrySend(end));
        yield return Await<bool>(Send(new Errand(() => recorder = new StepRecorder(scheduler)))).Into(out Awaitable<bool> hasBegun);
        if (!hasBegun.Result || recorder is null)
        {
            yield return Return<byte[]?>(null);
        }

        yield return Sleep(seconds);
        IReadOnlyList<StepEvent>? steps = null;
        yield return Await<bool>(Send(new Errand(() =>
        {
            steps = recorder!.Steps();
            recorder.Dispose();
        }))).Into(out Awaitable<bool> hasEnded);
        yield return Return(hasEnded.Result && steps is not null ? PageOf(steps, recorder!.Dropped) : null);
    }

    private IEnumerator<Awaitable> Send(Errand errand)
    {
        double end = Scheduler.Current.Time + Patience;
        bool isSent = scheduler.Waits.Enquiries.TrySend(errand);
        while (isSent && !errand.IsOver && Scheduler.Current.Time < end)
        {
            yield return Sleep(LookAgain);
        }

        scheduler.Waits.Enquiries.Withdraw(errand);
        yield return Return(errand.IsOver && errand.Failure is null);
    }

    private static byte[] PageOf(IReadOnlyList<StepEvent> steps, long dropped)
    {
        using var page = new MemoryStream();
        using (var writer = new StreamWriter(page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            new TimelinePage(steps, dropped).Write(writer);
        }

        return page.ToArray();
    }
}
