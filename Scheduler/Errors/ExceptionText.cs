using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text;

namespace Coroutines;

/// <summary>
/// What an exception says of itself. Its <c>Message</c>, <c>ToString</c> and <c>StackTrace</c> are the user's code, which may throw or
/// return null; the exception is told of all the same. Only Ctrl-C passes.
/// </summary>
internal static class ExceptionText
{
    /// <summary>Its message, as it is.</summary>
    internal static string MessageOf(Exception exception) =>
        Ask(exception, static asked => asked.Message, nameof(Exception.Message), out string refusal) ?? $"<{refusal}>";

    /// <summary>Its type and message in one line: <c>IOException: lost</c>.</summary>
    internal static string Line(Exception exception) => $"{exception.GetType().Name}: {Repr.Line(MessageOf(exception))}";

    /// <summary>Its type and message as Python writes an exception: <c>IOException('lost')</c>.</summary>
    internal static string Short(Exception exception) => $"{exception.GetType().Name}({Repr.Of(MessageOf(exception))})";

    /// <summary>All it says, with its stack trace, in several lines.</summary>
    internal static string Full(Exception exception) => Repr.Lines(
        Ask(exception, static asked => asked.ToString(), nameof(ToString), out string refusal) ?? Assemble(exception, refusal));

    /// <summary>What can be said of one that does not say it itself.</summary>
    private static string Assemble(Exception exception, string refusal)
    {
        var text = new StringBuilder(exception.GetType().FullName)
            .Append(": ").Append(MessageOf(exception))
            .Append(" (it cannot be shown as it would: ").Append(refusal).Append(')');
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            foreach (Exception inner in InnerOf(exception))
            {
                text.Append("\n ---> ").Append(Full(inner));
            }
        }

        if (Ask(exception, static asked => asked.StackTrace, nameof(Exception.StackTrace), out _) is { } trace)
        {
            text.Append('\n').Append(trace);
        }

        return text.ToString();
    }

    private static ReadOnlyCollection<Exception> InnerOf(Exception exception) =>
        (exception as AggregateException)?.InnerExceptions ?? new(exception.InnerException is { } inner ? [inner] : []);

    /// <returns>Null if it does not answer; then there is a reason.</returns>
    private static string? Ask(Exception exception, Func<Exception, string?> question, string member, out string refusal)
    {
        refusal = $"its {member} is null";
        try
        {
            return question(exception);
        }
        catch (Exception thrown) when (thrown is not KeyboardInterruptException)
        {
            refusal = $"its {member} threw a {thrown.GetType().Name}";
            return null;
        }
    }
}
