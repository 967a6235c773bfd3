using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Coroutines;

/// <summary>The readable report on standard error that a scheduler without an exception handler gives.</summary>
internal static class ErrorReport
{
    private const nint StandardError = 2;

    internal static void Write(ExceptionContext context) => WriteIfPossible(Format(context));

    /// <summary>Writes to standard error, if there is one.</summary>
    internal static void WriteIfPossible(string report)
    {
        try
        {
            Write(report);
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

            AppendLines(report, ExceptionText.Full(exception));
            if (exception.GetReplacedException() is { } replaced)
            {
                report.AppendLine("  while this was in flight:");
                AppendLines(report, ExceptionText.Full(replaced));
            }
        }

        if (context.CreationStack is { } creation)
        {
            report.AppendLine("  created:");
            AppendLines(report, creation);
        }

        return report.ToString();
    }

    private static void Write(string report)
    {
        TextWriter error;
        try
        {
            error = Console.Error;
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // .NET makes a copy of the descriptor when it is first asked; and it may be the lack of descriptors that is reported.
            using var standardError = new SafeFileHandle(StandardError, ownsHandle: false);
            using var descriptor = new BlockingDescriptor(standardError, FileAccess.Write);
            byte[] bytes = Encoding.UTF8.GetBytes(report);
            descriptor.Write(bytes, 0, bytes.Length);
            return;
        }

        error.Write(report);
    }

    // The second line and those after it stand further in: nothing that an exception says passes for a line of the report's own.
    private static void AppendLines(StringBuilder report, string text)
    {
        string indent = "  ";
        foreach (string line in text.Split('\n'))
        {
            report.Append(indent).AppendLine(line.TrimEnd('\r'));
            indent = "    ";
        }
    }
}
