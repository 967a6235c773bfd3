using System.Text;

namespace Coroutines.Testing;

public sealed partial class TestScheduler
{
    private const int LastIterations = 1000;

    /// <summary>
    /// Ends the test: runs what is still ready, without letting time pass, ends the scheduler, and asserts that nothing was left
    /// behind but what is permitted.
    /// </summary>
    /// <param name="permitted">What may be left, beside what <see cref="TestOptions.Permitted"/> names.</param>
    /// <exception cref="AssertionFailedException">
    /// Something was left. The message names each task, with what it waits on, each exception and each timer.
    /// </exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public void VerifyNothingLeft(Leftovers permitted = Leftovers.None)
    {
        if (DescribeLeftovers(permitted) is { } left)
        {
            throw new AssertionFailedException(left);
        }
    }

    /// <summary>Ends the test as <see cref="VerifyNothingLeft"/> does, and says what was left behind.</summary>
    /// <param name="permitted">What may be left, beside what <see cref="TestOptions.Permitted"/> names.</param>
    /// <returns>One line for each, below a headline; null if nothing was left.</returns>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public string? DescribeLeftovers(Leftovers permitted = Leftovers.None)
    {
        permitted |= _options.Permitted;
        if (!Scheduler.IsDisposed)
        {
            RunReadyWork(LastIterations);
        }

        List<string> tasks = [.. Scheduler.Waits.All().Select(static pending =>
            $"an unfinished task: {pending.Task.DescribeChain()}, {pending.Wait}")];
        List<string> timers = [.. Scheduler.Waits.Callbacks().Select(static handle =>
            $"an open timer: a callback that is due at {SecondsText.Of(handle.When)} s")];

        // Only now is it certain that nobody will look at an exception any more; and closing what is left may bring others.
        Dispose();
        List<string> exceptions = [.. _reports.Where(static report => !WasSeenLater(report)).Select(Describe)];

        var left = new StringBuilder();
        Append(left, Leftovers.Tasks, permitted, tasks);
        Append(left, Leftovers.Exceptions, permitted, exceptions);
        Append(left, Leftovers.Timers, permitted, timers);
        return left.Length == 0 ? null : $"The test left something behind:\n{left.ToString().TrimEnd('\n')}";
    }

    private static void Append(StringBuilder text, Leftovers kind, Leftovers permitted, List<string> lines)
    {
        if ((permitted & kind) != 0 || lines.Count == 0)
        {
            return;
        }

        foreach (string line in lines)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        string advice = kind switch
        {
            Leftovers.Tasks => "Await or cancel them",
            Leftovers.Exceptions => "Await the task, or look at its Exception",
            _ => "Cancel them",
        };
        text.Append(FormattableString.Invariant($"  ({advice}, or permit this: Leftovers.{kind}.)\n"));
    }

    // A Tick reports at once; the test may look after it.
    private static bool WasSeenLater(ExceptionContext report) =>
        report is { Future: { IsObserved: true } future, Exception: { } exception } && ReferenceEquals(future.PeekFault(), exception);

    private static string Describe(ExceptionContext report)
    {
        string text = $"an exception that nobody looked at: {report.Message}";
        if (report.Exception is { } exception)
        {
            text += $": {ExceptionText.Line(exception)}";
            if (exception.GetLogicalStack() is { } stack)
            {
                text += $" ({stack})";
            }
        }

        return text;
    }
}
