using System.Runtime.CompilerServices;
using System.Text;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Coroutines.Testing;

/// <summary>What is to be said of a failure beside its own message.</summary>
internal sealed class FailureReport
{
    private static readonly ConditionalWeakTable<Exception, FailureReport> _reports = [];

    private FailureReport(string message, StepTrace trace)
    {
        Message = message;
        Trace = trace;
    }

    /// <summary>What goes behind the message: the coroutines, further failures, what was left behind. May be empty.</summary>
    internal string Message { get; }

    /// <summary>What ran.</summary>
    internal StepTrace Trace { get; }

    /// <summary>Whether the exception is one of NUnit's own words on how a test ended, and none of failure.</summary>
    internal static bool IsVerdict(Exception exception) =>
        exception is ResultStateException { ResultState.Status: not TestStatus.Failed };

    /// <summary>Puts a report beside an exception, which keeps its type: NUnit has its own way with each of its own.</summary>
    internal static void Attach(Exception exception, IEnumerable<Exception> others, string? left, StepTrace trace)
    {
        var message = new StringBuilder();
        AppendCoroutines(message, exception);
        foreach (Exception other in others.Where(static other => !IsVerdict(other)))
        {
            message.Append("\nand then ").Append(other.GetType().Name).Append(": ").Append(MessageOf(other));
            AppendCoroutines(message, other);
        }

        if (left is not null)
        {
            message.Append('\n').Append(left);
        }

        _reports.AddOrUpdate(exception, new FailureReport(message.ToString(), trace));
    }

    internal static FailureReport? Of(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (_reports.TryGetValue(inner, out FailureReport? report))
            {
                return report;
            }
        }

        return null;
    }

    // It is the user's code, which may throw.
    private static string? MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            return $"<its {nameof(Exception.Message)} threw a {refusal.GetType().Name}>";
        }
    }

    private static void AppendCoroutines(StringBuilder message, Exception exception)
    {
        if (exception.GetLogicalStack() is { } stack)
        {
            message.Append("\nin ").Append(stack);
        }
    }
}
