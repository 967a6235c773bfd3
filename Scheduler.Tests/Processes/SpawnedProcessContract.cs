using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

/// <summary>What holds where the system is asked directly. What .NET starts ignores SIGPIPE, inherits what .NET lets it, and is reaped by .NET.</summary>
public abstract class SpawnedProcessContract : ProcessContract
{
    [Test]
    public void OutputThatNobodyReads_EndsAChildThatWritesOn_AsFromAFreshProcess() => Run(OutputUnread());

    private static IEnumerator<Awaitable> OutputUnread()
    {
        yield return CreateSubprocessExec("yes").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("y");
        process.StandardOutput.Close();
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(-13);
    }

    [Test]
    public void OneThatSomebodyElseHasReaped_HasTheCodeOfAsyncio() => Run(ReapedElsewhere());

    private IEnumerator<Awaitable> ReapedElsewhere()
    {
        yield return CreateSubprocessExec("sh", "-c", "exit 3").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        ProcessProbe.Reap(process.Id);
        if (Road == ProcessRoad.Default)
        {
            // By the descriptor, so that nobody else is meant. It is no error.
            process.Kill();
        }

        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(255);
    }

    [Test]
    public void Child_HasNoDescriptorOfOurs_AndSignalsAsAFreshProcess()
    {
        // Opened without close-on-exec, as somebody else's code may do.
        using SafeHandle inherited = ProcessProbe.OpenInheritable();
        Run(Fresh());
    }

    private static IEnumerator<Awaitable> Fresh()
    {
        yield return CreateSubprocessExec("sh", "-c", "ls /proc/$$/fd; exec grep -E '^Sig(Blk|Ign)' /proc/self/status").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        string[] lines = Text(all.Result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.TakeWhile(static line => !line.StartsWith("Sig", StringComparison.Ordinal)).ShouldBe(["0", "1", "2"]);
        lines[3..].ShouldBe(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"]);
    }
}
