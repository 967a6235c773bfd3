using System.Diagnostics;
using Coroutines.Tests.RealPeers;

namespace Coroutines.Tests.Exercises;

/// <summary>A program in a terminal that nobody looks at but the test.</summary>
internal sealed class Tmux : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly string _tmux = Tool.Require("tmux");
    private readonly string _socket;

    /// <summary>Runs a shell command; skips the test where there is no tmux.</summary>
    internal Tmux(string folder, string command)
    {
        _socket = Path.Combine(folder, "tmux");
        Run("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "100", command);
    }

    /// <summary>What is on the screen, and above it.</summary>
    internal string Screen => Run("capture-pane", "-p", "-S", "-").Text;

    internal void Press(params string[] keys) => Run(["send-keys", .. keys]);

    /// <summary>Waits patiently until the screen is as it has to be; another program decides when.</summary>
    internal string WaitFor(Func<string, bool> isMeant)
    {
        Stopwatch waiting = Stopwatch.StartNew();
        while (true)
        {
            string screen = Screen;
            if (isMeant(screen))
            {
                return screen;
            }

            (waiting.Elapsed < _patience).ShouldBeTrue($"The screen still shows:\n{screen}");
            Thread.Sleep(_pause);
        }
    }

    internal string WaitFor(string text) => WaitFor(screen => screen.Contains(text, StringComparison.Ordinal));

    public void Dispose() => Tool.Run(_tmux, "-S", _socket, "kill-server");

    private ToolRun Run(params string[] arguments)
    {
        // -u: Japanese letters come out as they are, whatever the language of the environment is.
        ToolRun run = Tool.Run(_tmux, ["-u", "-S", _socket, .. arguments]);
        run.ExitCode.ShouldBe(0, run.Error);
        return run;
    }
}
