namespace Coroutines.Examples;

/// <summary>What an example runs on. The tests give it a writer that remembers and a clock that jumps.</summary>
internal sealed class ExampleContext(TextWriter output, TextWriter error, SchedulerOptions options, bool isTerminal = false)
{
    internal TextWriter Out { get; } = output;

    internal TextWriter Error { get; } = error;

    internal SchedulerOptions Options { get; } = options;

    /// <summary>Whether <see cref="Out"/> is a terminal that understands escape codes.</summary>
    internal bool IsTerminal { get; } = isTerminal;

    internal static ExampleContext OfConsole()
    {
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new ExampleContext(Console.Out, Console.Error, new SchedulerOptions(), isTerminal);
    }
}
