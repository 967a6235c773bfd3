namespace Coroutines.Examples;

/// <summary>What an example runs on. The tests give it a writer that remembers and a clock that jumps.</summary>
internal sealed class ExampleContext
{
    internal ExampleContext(
        TextWriter output,
        TextWriter error,
        TimeProvider? clock = null,
        bool handlesCtrlC = false,
        bool isTerminal = false,
        Action<ExceptionContext>? exceptionHandler = null)
    {
        Out = output;
        Error = error;
        Spectator = new Spectator(error);
        IsTerminal = isTerminal;
        Options = new SchedulerOptions
        {
            TimeProvider = clock ?? TimeProvider.System,
            HandleCtrlC = handlesCtrlC,
            ExceptionHandler = exceptionHandler,
            Configure = Spectator.Attach,
        };
    }

    internal TextWriter Out { get; }

    internal TextWriter Error { get; }

    internal SchedulerOptions Options { get; }

    /// <summary>Who looks on.</summary>
    internal Spectator Spectator { get; }

    /// <summary>Whether <see cref="Out"/> is a terminal that understands escape codes.</summary>
    internal bool IsTerminal { get; }

    internal static ExampleContext OfConsole()
    {
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new ExampleContext(Console.Out, Console.Error, handlesCtrlC: true, isTerminal: isTerminal);
    }
}
