using System.Text;

namespace Coroutines;

/// <summary>The readable report on standard error that a scheduler without an exception handler gives.</summary>
internal static class ErrorReport
{
    internal static void Write(ExceptionContext context) => Console.Error.Write(Format(context));

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
                report.Append("  coroutines: ").AppendLine(string.Join(" > ", stack.Coroutines));
            }

            AppendIndented(report, exception.ToString());
            if (exception.GetReplacedException() is { } replaced)
            {
                report.AppendLine("  while this was in flight:");
                AppendIndented(report, replaced.ToString());
            }
        }

        if (context.CreationStack is { } creation)
        {
            report.AppendLine("  created:");
            AppendIndented(report, creation);
        }

        return report.ToString();
    }

    private static void AppendIndented(StringBuilder report, string text)
    {
        foreach (string line in text.Split('\n'))
        {
            report.Append("  ").AppendLine(line.TrimEnd('\r'));
        }
    }
}
