using System.Text;
using Coroutines.Examples.Terminal;

namespace Coroutines.Exercises.Command.Watching;

/// <summary>Takes the terminal for the watch mode, and gives it back however that ends.</summary>
internal static class WatchMode
{
    private const int NoTerminal = 2;

    internal static int Run(string root, IReadOnlyList<Exercise> course, Exercise? first, Messages messages, TextWriter output)
    {
        if (Console.IsOutputRedirected || Keyboard.TryOpen() is not { } keyboard)
        {
            output.WriteLine(Columns.Fit(messages.NeedsATerminal));
            return NoTerminal;
        }

        using StopSignals signals = new();
        using (keyboard)
        using (StreamWriter terminal = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            try
            {
                Scheduler.Run(new Watch(root, course, messages, keyboard, new WatchScreen(terminal), () => signals.HasCome).Main(first));
            }
            catch (KeyboardInterruptException)
            {
                // Ctrl-C where it comes as a signal: the same as q.
            }
        }

        return signals.ExitCode;
    }
}
