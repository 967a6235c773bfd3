using System.Text;
using Coroutines.Examples;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Examples.Commands;

/// <summary><c>run</c> as a program that is sent signals.</summary>
[Platform("Linux")]
internal sealed class RunSignalTests
{
    [Test]
    public void SignalToUs_EndsItGracefully_AndIsNoReasonForARestart() => Scheduler.Run(Stopping());

    private static IEnumerator<Awaitable> Stopping()
    {
        const string Command = "trap 'echo cleaning up; exit 7' TERM; echo ready; while :; do sleep 0.01; done";
        yield return CreateSubprocessExec("dotnet", typeof(CommandLine).Assembly.Location, "run", "--restarts", "5", "sh", "-c", Command)
            .Into(out Awaitable<CoProcess> started);
        using CoProcess run = started.Result;
        yield return run.StandardOutput!.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("out| ready");
        run.Terminate();
        yield return run.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Encoding.UTF8.GetString(all.Result.Output).ShouldBe("out| cleaning up\n");
        Encoding.UTF8.GetString(all.Result.Error).ShouldBe("run: stopping it: SIGTERM\n");
        run.ReturnCode.ShouldBe(7);
    }
}
