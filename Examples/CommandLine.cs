using System.Net.Sockets;

namespace Coroutines.Examples;

/// <summary>Starts an example by its name; without a name, lists them and takes the tour.</summary>
internal static class CommandLine
{
    internal static int Run(string[] arguments, ExampleContext context)
    {
        try
        {
            arguments = context.Spectator.Take(arguments);
            return Dispatch(arguments, context);
        }
        catch (KeyboardInterruptException)
        {
            // Ctrl-C has cancelled the main coroutine, and with it everything that it had begun.
            context.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (UsageException mistake)
        {
            context.Error.WriteLine($"{arguments[0]}: {mistake.Message}");
            context.Error.WriteLine($"usage: {mistake.Usage}");
            return ExitCode.Usage;
        }
        catch (SocketException error)
        {
            // A server's port is taken, for example; the message says which.
            context.Error.WriteLine($"{arguments[0]}: {error.Message}");
            return ExitCode.Failure;
        }
        finally
        {
            context.Spectator.Leave();
        }
    }

    private static int Dispatch(string[] arguments, ExampleContext context)
    {
        switch (arguments)
        {
            case []:
                List(context.Out);
                return TakeTour(context);
            case ["-h" or "--help" or "help" or "list", ..]:
                List(context.Out);
                return ExitCode.Success;
            case [string name, .. string[] rest] when Catalog.Find(name) is { } example:
                return example.Run(context, context.Spectator.Take(rest));
            default:
                context.Error.WriteLine($"There is no example '{arguments[0]}'.");
                context.Error.WriteLine();
                List(context.Error);
                return ExitCode.Usage;
        }
    }

    private static void List(TextWriter output)
    {
        output.WriteLine("Examples; run one with: dotnet run --project Examples -- NAME");
        foreach (Example example in Catalog.All)
        {
            string arguments = example.Usage == example.Name ? "" : $" ({example.Usage})";
            output.WriteLine($"  {example.Name,-12}{example.Summary}{arguments}");
        }
    }

    // Needs nobody at the keyboard, no terminal and no network, and ends by itself.
    private static int TakeTour(ExampleContext context)
    {
        int exitCode = ExitCode.Success;
        foreach (Example example in Catalog.All)
        {
            if (example.TourArguments is { } arguments)
            {
                context.Out.WriteLine();
                context.Out.WriteLine($"== {string.Join(' ', [example.Name, .. arguments])}: {example.Summary}");
                exitCode = Math.Max(exitCode, example.Run(context, arguments));
            }
        }

        return exitCode;
    }
}
