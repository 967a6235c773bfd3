using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on streams and servers says of signals.</summary>
[Platform("Linux")]
public sealed class SignalsOnThePageTests : SnippetTest
{
    private const int Terminate = 15;

    [Test]
    public void Quit()
    {
        // snippet: observing-quit
        Scheduler.Run(Main(), new SchedulerOptions { PrintsTasksOnQuit = true });
        // end-snippet

        static IEnumerator<Awaitable> Main()
        {
            yield return Sleep(0.001);
        }
    }

    [Test]
    public void Server_ThatIsToldToEnd_EndsGracefully()
    {
        Scheduler.Run(Main());
        Console.ShouldRead("stopping: SIGTERM", "stopped");

        IEnumerator<Awaitable> Main()
        {
            CoTask serving = CreateTask(Serve());
            yield return WaitUntil(() => Scheduler.Current.Outside.Expected == 2);
            Kill(Environment.ProcessId, Terminate).ShouldBe(0);
            yield return serving;
        }

        // snippet: graceful
        IEnumerator<Awaitable> Serve()
        {
            yield return StartServer(Handle, "127.0.0.1", 0).Into(out var server);
            using SignalReader signals = ReceiveSignals(PosixSignal.SIGTERM, PosixSignal.SIGINT);
            yield return signals.Next();
            Console.WriteLine($"stopping: {signals.Current}");
            yield return server.Result.Shutdown(deadline: 10);                   // no new ones; who is being served has ten seconds
            Console.WriteLine("stopped");
        }
        // end-snippet

        static IEnumerator<Awaitable> Handle(CoStream stream)
        {
            yield return stream.ReadToEnd();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
