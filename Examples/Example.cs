namespace Coroutines.Examples;

/// <summary>One entry of the list: a program that is started by its name.</summary>
/// <param name="Usage">The name, and after it the arguments if there are any.</param>
/// <param name="Summary">What it shows, in one line.</param>
/// <param name="Run">Runs it with the arguments after its name; gives the exit code.</param>
/// <param name="TourArguments">What the tour calls it with; null if the tour leaves it out.</param>
internal sealed record Example(
    string Usage, string Summary, Func<ExampleContext, string[], int> Run, string[]? TourArguments = null)
{
    internal string Name => Usage.Split(' ')[0];

    /// <summary>A program without arguments, whose whole point is how long it takes.</summary>
    internal static Example Timed(string name, string summary, Action<ExampleContext> run) =>
        new(name, summary, (context, arguments) => RunTimed(name, run, context, arguments), TourArguments: []);

    private static int RunTimed(string name, Action<ExampleContext> run, ExampleContext context, string[] arguments)
    {
        if (arguments.Length > 0)
        {
            throw new UsageException("no arguments are taken", name);
        }

        TimeProvider clock = context.Options.TimeProvider;
        long start = clock.GetTimestamp();
        run(context);
        context.Out.WriteLine($"took {clock.GetElapsedTime(start).TotalSeconds:0.00} s");
        return ExitCode.Success;
    }
}
