using System.Runtime.InteropServices;

namespace Coroutines.Tests.Signals;

/// <summary>Who is told of Ctrl-C.</summary>
[Platform("Linux")]
public sealed class CtrlCTests
{
    private const int Interrupt = 2;

    private readonly List<string> _log = [];

    [Test]
    public void WhoIsTold_IsSettledBeforeAnybodyIs()
    {
        using var scheduler = new Scheduler();
        using var told = new SemaphoreSlim(0);

        // The handlers are asked from the last one to the first one: this one comes after all others.
        using var last = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            told.Release();
        });

        // What is told first acts on it at once, as a loop may that removes its handler.
        IDisposable? handler = null;
        handler = CtrlC.Take(scheduler, () =>
        {
            _log.Add("handler");
            handler!.Dispose();
        });
        using IDisposable run = CtrlC.Watch(scheduler, () => _log.Add("run"));
        Press();
        _log.ShouldBe(["handler"]);
        Press();
        _log.ShouldBe(["handler", "run"]);

        void Press()
        {
            Kill(Environment.ProcessId, Interrupt).ShouldBe(0);
            told.Wait();
        }
    }

    [Test]
    public void HandlerOfOneScheduler_TakesItFromTheRunsOfNoOther()
    {
        using var scheduler = new Scheduler();
        using var other = new Scheduler();
        using var told = new SemaphoreSlim(0);
        using var last = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => told.Release());
        using IDisposable handler = CtrlC.Take(scheduler, () => _log.Add("handler"));
        using IDisposable run = CtrlC.Watch(scheduler, () => _log.Add("its run"));
        using IDisposable runOfOther = CtrlC.Watch(other, () => _log.Add("another run"));
        using IDisposable runOfNobody = CtrlC.Watch(scheduler: null, () => _log.Add("a group"));
        Kill(Environment.ProcessId, Interrupt).ShouldBe(0);
        told.Wait();
        _log.ShouldBe(["handler", "another run", "a group"]);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
