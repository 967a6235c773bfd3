using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Coroutines.Testing;

/// <summary>Runs a test, and says of a failure what only the scheduler knows.</summary>
internal sealed class CoroutineTestCommand(TestCommand command) : DelegatingTestCommand(command)
{
    public override TestResult Execute(TestExecutionContext context)
    {
        try
        {
            return innerCommand.Execute(context);
        }
        catch (Exception exception) when (FailureReport.Of(exception) is not null)
        {
            FailureReport report = FailureReport.Of(exception)!;
            TestResult result = context.CurrentResult;
            result.RecordException(exception);
            if (result.ResultState.Status == TestStatus.Failed)
            {
                result.SetResult(result.ResultState, result.Message + report.Message, result.StackTrace);
                ShowTrace(report.Trace, result);
            }

            return result;
        }
    }

    private static void ShowTrace(StepTrace trace, TestResult result)
    {
        IReadOnlyList<TraceEntry> tail = trace.Tail();
        if (tail.Count > 0)
        {
            result.OutWriter.WriteLine($"What ran last:\n{string.Join('\n', tail)}");
        }

        if (tail.Any(static entry => entry.Kind != TraceEntryKind.Note))
        {
            FailureTimeline.Attach(trace, result);
        }
    }
}
