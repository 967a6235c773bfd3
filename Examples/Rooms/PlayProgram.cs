using System.Text;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Rooms;

/// <summary>Walks through the house in the terminal: the host's loop.</summary>
internal static class PlayProgram
{
    private const char CtrlC = '\x3';

    internal static int Run(string name)
    {
        using IKeyboard? keyboard = Keyboard.TryOpen();
        if (keyboard is null)
        {
            Console.Error.WriteLine("To play, a terminal is needed.");
            return 2;
        }

        using var signals = new StopSignals();
        using var house = new HouseClient();
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = static _ => { } });
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        using var screen = new AlternateScreen(output);
        var visit = new Visit(house, name);
        var writer = new CanvasWriter();
        var pacer = new FramePacer(1 / 30.0, longest: 0.1);
        List<ConsoleKeyInfo> keys = [];
        scheduler.CreateTask(visit.Main());
        while (!signals.HasCome && !keys.Exists(static key => key.Key == ConsoleKey.Q || key.KeyChar == CtrlC))
        {
            double seconds = pacer.WaitForFrame();
            keys.Clear();
            keyboard.ReadTo(keys);
            keys.ForEach(visit.Press);
            scheduler.Tick(seconds);
            screen.Write(writer.Compose(Artist.Draw(visit), Console.WindowWidth, Console.WindowHeight));
        }

        return signals.ExitCode;
    }
}
