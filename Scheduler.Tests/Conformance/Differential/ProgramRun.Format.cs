using System.Globalization;

namespace Coroutines.Tests.Conformance.Differential;

internal sealed partial class ProgramRun
{
    private void LogResult(string label, ProgramLine line, Expression expression) =>
        _trace.Log(label, line.Text, "=", Format(expression.Result()));

    private void LogOutcome(string label, ProgramLine line, Expression expression, Outcome outcome)
    {
        if (outcome.IsSuccess)
        {
            LogResult(label, line, expression);
        }
        else
        {
            _trace.Log(label, line.Text, "!", Describe(outcome.Exception!));
        }
    }

    /// <summary>The program's own exceptions with their messages, all others by kind.</summary>
    private static string Describe(Exception exception) => exception switch
    {
        AggregateException group => $"Group[{string.Join(", ", group.InnerExceptions.Select(Describe))}]",
        ProgramError => $"Error: {exception.Message}",
        CancelledException => Trace.Describe(exception),
        _ => Trace.KindOf(exception),
    };

    private static string Format(object? value) => value switch
    {
        null => "None",
        string text => text,
        double seconds => seconds.ToString(CultureInfo.InvariantCulture),
        Exception exception => Describe(exception),
        Outcome outcome => Format(outcome.IsSuccess ? outcome.Result : outcome.Exception),
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Format))}]",
        _ => value.ToString()!,
    };

    private static Duration? Seconds(string word) => word == "-" ? null : (Duration)Number(word);

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
