using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Commands;

internal sealed partial class RunExample
{
    partial void WatchSignals(CoProcess process, ref CoTask? watch) => watch = CreateTask(StopOnSignal(process));

    private IEnumerator<Awaitable> StopOnSignal(CoProcess process)
    {
        using SignalReader signals = ReceiveSignals(PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP);
        yield return signals.Next();
        Say($"stopping it: {signals.Current}");
        yield return Await(Stop(process, isForGood: true));
    }
}
