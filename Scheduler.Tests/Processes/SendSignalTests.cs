using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

/// <summary>Signals by their names and numbers, on each road.</summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class SendSignalTests
{
    // Says the number of each signal that comes, and ends by the last of them.
    private const string Listener =
        "for n in 1 2 3 10 12 15 18 20 21 22 28; do trap \"echo $n\" $n; done; trap 'exit 34' 34; echo ready; while :; do sleep 0.001; done";

    [TestCase(ProcessRoad.Default)]
    [TestCase(ProcessRoad.Threads)]
    [TestCase(ProcessRoad.Portable)]
    public void Signal_ArrivesUnderTheSystemsNumber(object road)
    {
        using var scheduler = new Scheduler();
        scheduler.Processes.Road = (ProcessRoad)road;
        scheduler.RunUntilComplete(Listen((ProcessRoad)road));
    }

    private static IEnumerator<Awaitable> Listen(ProcessRoad road)
    {
        yield return CreateSubprocessExec("sh", "-c", Listener).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        StreamLineReader lines = process.StandardOutput!.ReadLines();
        yield return lines.Next();
        lines.Current.ShouldBe("ready");
        foreach ((PosixSignal signal, int number) in new[]
        {
            (PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGCONT, 18),
            (PosixSignal.SIGTSTP, 20), (PosixSignal.SIGTTIN, 21), (PosixSignal.SIGTTOU, 22), (PosixSignal.SIGWINCH, 28),
            ((PosixSignal)10, 10), ((PosixSignal)12, 12),
        })
        {
            // What we ignore, as a suite in the background of a shell ignores an interrupt, a child that .NET starts ignores too.
            if (road == ProcessRoad.Portable && ProcessProbe.IsIgnored(number))
            {
                continue;
            }

            process.SendSignal(signal);
            yield return lines.Next();
            lines.Current.ShouldBe($"{number}");
        }

        process.SendSignal((PosixSignal)34);
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(34);
        Should.Throw<InvalidOperationException>(() => process.SendSignal(PosixSignal.SIGTERM)).Message.ShouldContain("returned 34");
    }

    [TestCase(0)]
    [TestCase(65)]
    [TestCase(-11)]
    public void Signal_ThatDoesNotExist_IsRefusedAtTheCall(int number) => Scheduler.Run(Refuse((PosixSignal)number));

    private static IEnumerator<Awaitable> Refuse(PosixSignal signal)
    {
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        Should.Throw<ArgumentOutOfRangeException>(() => process.SendSignal(signal)).Message.ShouldContain("There is no signal");
    }
}
