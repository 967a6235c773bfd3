using System.Text;

namespace Coroutines;

/// <summary>The readable report on standard error that a scheduler without an exception handler gives.</summary>
internal static class ErrorReport
{
    internal static void Write(ExceptionContext context)
    {
        string report = Format(context);
        try
        {
            Console.Error.Write(report);
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            // Standard error is closed or broken: there is nobody left to tell, and the loop goes on.
            return;
        }
    }

    internal static string Format(ExceptionContext context)
    {
        var report = new StringBuilder(context.Message).Append('.').AppendLine();
        if (context.Task is { } task)
        {
            report.Append("  task: ").AppendLine(task.ToString());
        }

        if (context.Exception is { } exception)
        {
            if (exception.GetLogicalStack() is { } stack)
            {
                report.Append("  coroutines: ").AppendLine(stack.Chain);
            }

            AppendIndented(report, Describe(exception));
            if (exception.GetReplacedException() is { } replaced)
            {
                report.AppendLine("  while this was in flight:");
                AppendIndented(report, Describe(replaced));
            }
        }

        if (context.CreationStack is { } creation)
        {
            report.AppendLine("  created:");
            AppendIndented(report, creation);
        }

        return report.ToString();
    }

    // An exception's ToString and Message are the user's code.
    private static string Describe(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            return $"{exception.GetType().FullName} (it cannot be shown: its ToString threw a {refusal.GetType().Name})";
        }
    }

    private static void AppendIndented(StringBuilder report, string text)
    {
        foreach (string line in text.Split('\n'))
        {
            report.Append("  ").AppendLine(line.TrimEnd('\r'));
        }
    }
}
