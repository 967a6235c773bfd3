using Coroutines.Examples;

namespace Coroutines.Tests.Examples;

/// <summary>One run of an example, as if from the command line, and what it printed.</summary>
internal sealed class ExampleRun
{
    private ExampleRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Lines = Split(output);
        ErrorLines = Split(error);
    }

    public int ExitCode { get; }

    public string[] Lines { get; }

    public string[] ErrorLines { get; }

    /// <summary>Under a virtual clock: the times that it prints are exact.</summary>
    public static ExampleRun OnVirtualTime(params string[] arguments) => On(new VirtualClock(), arguments);

    /// <summary>Where other processes and threads are concerned, whose time is the real one.</summary>
    public static ExampleRun OnRealTime(params string[] arguments) => On(TimeProvider.System, arguments);

    public static ExampleRun On(TimeProvider clock, params string[] arguments) => WritingTo(new StringWriter(), clock, arguments);

    public static ExampleRun WritingTo(TextWriter output, TimeProvider clock, params string[] arguments)
    {
        var error = new StringWriter();
        int exitCode = CommandLine.Run(arguments, new ExampleContext(output, error, clock));
        return new ExampleRun(exitCode, output.ToString()!, error.ToString());
    }

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
