namespace Coroutines.Examples.Fetch;

/// <summary>The program <c>fetch</c>: its exit code is 1 if any page failed.</summary>
internal static class FetchCommand
{
    internal static int Run(ExampleContext context, string[] arguments)
    {
        FetchArguments parsed = FetchArguments.Parse(arguments);
        var report = new FetchReport(context.Out);
        try
        {
            Scheduler.Run(new PageCrew(parsed, report).FetchAll(), context.Options);
        }
        catch (KeyboardInterruptException)
        {
            // Run has cancelled all workers by now, and their connections are closed.
            context.Error.WriteLine($"Interrupted: {report.Finished} of {parsed.Urls.Count} pages were done.");
            return ExitCode.Interrupted;
        }

        return report.Failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
