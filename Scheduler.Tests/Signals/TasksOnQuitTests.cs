using System.Runtime.InteropServices;
using Coroutines.Tests.Diagnostics;

namespace Coroutines.Tests.Signals;

/// <summary>What <c>kill -QUIT</c> has a process write.</summary>
[Platform("Linux")]
public sealed class TasksOnQuitTests
{
    private const int Quit = 3;

    [Test]
    public void Quit_WritesTheTasksToStandardError_AlsoWhereTheLoopIsStuck()
    {
        TextWriter before = Console.Error;
        var error = new StringWriter();
        Console.SetError(TextWriter.Synchronized(error));
        try
        {
            using var loop = new StuckLoop(new SchedulerOptions { Name = "server", PrintsTasksOnQuit = true });
            Kill(Environment.ProcessId, Quit).ShouldBe(0);
            SpinWait.SpinUntil(() => error.ToString().Contains("running\n"), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }
        finally
        {
            Console.SetError(before);
        }

        error.ToString().ShouldMatch(
            @"^scheduler 'server' \(running\):\nMain > Crunch \(task 'Task-1'\) has been in its step for at least \d+(\.\d+)? s\nTask-1 \(Running\) Main > Crunch: running\n$");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
