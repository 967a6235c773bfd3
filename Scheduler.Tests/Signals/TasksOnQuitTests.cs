using System.Runtime.InteropServices;
using Coroutines.Tests.Diagnostics;

namespace Coroutines.Tests.Signals;

/// <summary>What <c>kill -QUIT</c> has a process write.</summary>
[Platform("Linux")]
public sealed class TasksOnQuitTests
{
    private const int Quit = 3;

    private TextWriter _standardError = null!;
    private ErrorText _error = null!;

    [SetUp]
    public void SetUp()
    {
        _standardError = Console.Error;
        _error = new ErrorText();
        Console.SetError(_error);
    }

    [TearDown]
    public void TearDown()
    {
        Console.SetError(_standardError);
        _error.Dispose();
    }

    [Test]
    public void Quit_WritesTheTasksToStandardError_AlsoWhereTheLoopIsStuck()
    {
        using (new StuckLoop(new SchedulerOptions { Name = "server", PrintsTasksOnQuit = true }))
        {
            Kill(Environment.ProcessId, Quit).ShouldBe(0);
            SpinWait.SpinUntil(() => _error.Text.Contains("running\n"), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }

        _error.Text.ShouldMatch(
            @"^scheduler 'server' \(running\):\nMain > Crunch \(task 'Task-1'\) has been in its step for at least \d+(\.\d+)? s\nTask-1 \(Running\) Main > Crunch: running\n$");
    }

    [Test]
    public void Quit_IsAQuestion_AndNotTheEndOfTheRun()
    {
        Scheduler.Run(Main(), new SchedulerOptions { Name = "server", PrintsTasksOnQuit = true });
        _error.Text.ShouldMatch(@"^scheduler 'server' \(running\):\nTask-1 .*Main");

        IEnumerator<Awaitable> Main()
        {
            Kill(Environment.ProcessId, Quit).ShouldBe(0);
            yield return Awaitable.WaitUntil(() => _error.Text.Length > 0);
            foreach (Awaitable pass in Passes())
            {
                yield return pass;
            }
        }
    }

    [Test]
    public void Quit_OfWhomeverItIs_IsNoCtrlC()
    {
        bool hasCome = false;
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal =>
        {
            signal.Cancel = true;
            hasCome = true;
        });
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Kill(Environment.ProcessId, Quit).ShouldBe(0);
            yield return Awaitable.WaitUntil(() => Volatile.Read(ref hasCome));
            foreach (Awaitable pass in Passes())
            {
                yield return pass;
            }
        }
    }

    // By then an interruption would have come to the loop, which was left for it before.
    private static IEnumerable<Awaitable> Passes() => Enumerable.Repeat<Awaitable>(null!, 3);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    /// <summary>What is written to standard error, to be read on another thread.</summary>
    private sealed class ErrorText : StringWriter
    {
        private readonly Lock _lock = new();

        internal string Text
        {
            get
            {
                lock (_lock)
                {
                    return ToString();
                }
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }
    }
}
