using System.Collections.ObjectModel;
using System.Text;

namespace Coroutines;

/// <summary>
/// What an exception says of itself. Its <c>Message</c>, <c>ToString</c> and <c>StackTrace</c> are the user's code, which may throw or
/// return null; the exception is told of all the same. Only Ctrl-C passes.
/// </summary>
/// <remarks>
/// An exception shows those inside of it by recursion, one that is there twice twice. Where groups in groups have nested them too
/// deeply for that, or there are too many, it is not asked: that could be the end of the process.
/// </remarks>
internal static class ExceptionText
{
    private const int DeepestShown = 50;
    private const int MostShown = 1000;

    /// <summary>Its message, as it is.</summary>
    internal static string MessageOf(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: var count } && HoldsTooMany(exception)
            ? $"<{count} inner exceptions, and what these hold>"
            : Ask(exception, static asked => asked.Message, nameof(Exception.Message), out string refusal) ?? $"<{refusal}>";

    /// <summary>Its type and message in one line: <c>IOException: lost</c>.</summary>
    internal static string Line(Exception exception) => $"{exception.GetType().Name}: {Repr.Line(MessageOf(exception))}";

    /// <summary>Its type and message as Python writes an exception: <c>IOException('lost')</c>.</summary>
    internal static string Short(Exception exception) => $"{exception.GetType().Name}({Repr.Of(MessageOf(exception))})";

    /// <summary>All it says, with its stack trace, in several lines.</summary>
    internal static string Full(Exception exception)
    {
        string refusal = "it holds too many others";
        string? text = HoldsTooMany(exception)
            ? null
            : Ask(exception, static asked => asked.ToString(), nameof(ToString), out refusal);
        return Repr.Lines(text ?? Assemble(exception, refusal));
    }

    /// <summary>What can be said of one that does not say it itself.</summary>
    private static string Assemble(Exception exception, string refusal)
    {
        var text = new StringBuilder(exception.GetType().FullName)
            .Append(": ").Append(MessageOf(exception))
            .Append(" (it cannot be shown as it would: ").Append(refusal).Append(')');
        if (HoldsTooMany(exception))
        {
            Exception innermost = InnermostOf(exception, out int between);
            text.Append("\n ---> … ");
            if (between > 0)
            {
                text.Append("and ").Append(between).Append(" more ");
            }

            text.Append("---> ").Append(Full(innermost));
        }
        else
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

    private static Exception InnermostOf(Exception exception, out int between)
    {
        between = -1;
        while (exception.InnerException is { } inner)
        {
            exception = inner;
            between++;
        }

        return exception;
    }

    private static bool HoldsTooMany(Exception exception)
    {
        if (exception.InnerException is null)
        {
            return false;
        }

        var left = new Stack<(Exception Exception, int Depth)>();
        left.Push((exception, 0));
        for (int seen = 0; left.TryPop(out (Exception Exception, int Depth) next); seen++)
        {
            ReadOnlyCollection<Exception> held = InnerOf(next.Exception);
            if (next.Depth > DeepestShown || seen + held.Count > MostShown)
            {
                return true;
            }

            foreach (Exception inner in held)
            {
                left.Push((inner, next.Depth + 1));
            }
        }

        return false;
    }

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
