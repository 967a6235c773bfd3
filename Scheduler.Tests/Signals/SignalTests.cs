using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Signals;

/// <summary>Signals of the operating system as callbacks of the loop (rule 51), sent by this process to itself.</summary>
[Platform("Linux")]
public sealed class SignalTests
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    private readonly List<string> _log = [];

    [Test]
    public void Handler_IsACallbackOfTheLoop_AndRunsInTheContextInWhichItWasAdded()
    {
        var local = new AsyncLocal<string>();
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(Main());
        _log.ShouldBe(["added on the loop, no task"]);

        IEnumerator<Awaitable> Main()
        {
            int thread = Environment.CurrentManagedThreadId;
            var came = new CoEvent();
            local.Value = "added";
            Scheduler.Current.AddSignalHandler(User1, () =>
            {
                string where = Environment.CurrentManagedThreadId == thread ? "on the loop" : "elsewhere";
                _log.Add($"{local.Value} {where}, {CoTask.Current?.Name ?? "no task"}");
                came.Set();
            });
            local.Value = "later";
            Send(User1);
            yield return came.Wait();
        }
    }

    [Test]
    public void SecondHandler_TakesThePlaceOfTheFirst_AndRemoveSaysWhetherThereWasOne()
    {
        Scheduler.Run(Main());
        _log.ShouldBe(["second"]);

        IEnumerator<Awaitable> Main()
        {
            Scheduler loop = Scheduler.Current;
            var came = new CoEvent();
            loop.AddSignalHandler(User1, () => _log.Add("first"));
            loop.AddSignalHandler(User1, () =>
            {
                _log.Add("second");
                came.Set();
            });
            Send(User1);
            yield return came.Wait();
            loop.RemoveSignalHandler(User1).ShouldBeTrue();
            loop.RemoveSignalHandler(User1).ShouldBeFalse();
        }
    }

    [TestCase(PosixSignal.SIGTERM, 15)]
    [TestCase(PosixSignal.SIGHUP, 1)]
    [TestCase(PosixSignal.SIGINT, 2)]
    public void Signal_IsTheSame_ByItsNameAndByItsNumber(PosixSignal name, int number)
    {
        Scheduler.Run(Main());
        _log.ShouldBe(["number", "number", "name"]);

        IEnumerator<Awaitable> Main()
        {
            Scheduler loop = Scheduler.Current;
            loop.AddSignalHandler(name, () => _log.Add("name"));
            loop.AddSignalHandler((PosixSignal)number, () => _log.Add("number"));
            Send((PosixSignal)number);
            yield return WaitUntil(() => _log.Count > 0);
            Send((PosixSignal)number);
            yield return WaitUntil(() => _log.Count > 1);
            loop.AddSignalHandler(name, () => _log.Add("name"));
            Send((PosixSignal)number);
            yield return WaitUntil(() => _log.Count > 2);
            loop.RemoveSignalHandler((PosixSignal)number).ShouldBeTrue();
            loop.RemoveSignalHandler(name).ShouldBeFalse();
            using SignalReader signals = ReceiveSignals(name, (PosixSignal)number);
        }
    }

    [Test]
    public void EachSignal_IsDeliveredOnce_ToEachSchedulerThatHasAHandler()
    {
        using var other = new Scheduler();
        other.AddSignalHandler(User1, () => _log.Add("other"));
        Scheduler.Run(Main());
        while (_log.Count < 4)
        {
            // The system's thread may not have come to it yet.
            other.Tick(0);
        }

        _log.ShouldBe(["first", "second", "other", "other"]);

        IEnumerator<Awaitable> Main()
        {
            using SignalReader signals = ReceiveSignals(User1);
            foreach (string time in new[] { "first", "second" })
            {
                Send(User1);
                yield return signals.Next();
                _log.Add(time);
            }
        }
    }

    [Test]
    public void Reader_GivesThemInTheOrderOfTheirArrival_AndThenTheEnd()
    {
        Scheduler.Run(Main());
        _log.ShouldBe(["10", "12", "end"]);

        IEnumerator<Awaitable> Main()
        {
            using SignalReader signals = ReceiveSignals(User1, User2, User1);
            Should.Throw<InvalidStateException>(() => signals.Current);
            CreateTask(Read(signals));
            Send(User1);
            yield return WaitUntil(() => _log.Count == 1);
            Send(User2);
            yield return WaitUntil(() => _log.Count == 2);
            signals.Dispose();
            yield return WaitUntil(() => _log.Count == 3);
            Scheduler.Current.RemoveSignalHandler(User1).ShouldBeFalse();
        }

        IEnumerator<Awaitable> Read(SignalReader signals)
        {
            while (true)
            {
                yield return signals.Next();
                _log.Add(signals.IsAtEnd ? "end" : $"{(int)signals.Current}");
                if (signals.IsAtEnd)
                {
                    yield break;
                }
            }
        }
    }

    [Test]
    public void DisposedReader_LeavesTheHandlerOfSomebodyElseAlone()
    {
        Scheduler.Run(Main());
        _log.ShouldBe(["handler"]);

        IEnumerator<Awaitable> Main()
        {
            var came = new CoEvent();
            SignalReader signals = ReceiveSignals(User1);
            Scheduler.Current.AddSignalHandler(User1, () =>
            {
                _log.Add("handler");
                came.Set();
            });
            signals.Dispose();
            Send(User1);
            yield return came.Wait();
        }
    }

    [Test]
    public void Handler_ThatThrows_IsReported_AndTheNextSignalComes()
    {
        var reports = new List<string>();
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = report => reports.Add(report.Exception!.Message) });
        scheduler.RunUntilComplete(Main());
        reports.ShouldBe(["1", "2"]);

        IEnumerator<Awaitable> Main()
        {
            int count = 0;
            Scheduler.Current.AddSignalHandler(User1, () => throw new IOException($"{++count}"));
            for (int i = 1; i <= 2; i++)
            {
                Send(User1);
                yield return WaitUntil(() => reports.Count == i);
            }
        }
    }

    [Test]
    public void CtrlC_WithAHandler_IsNothingButThat_AndAgainTheEndOfMainWithoutIt()
    {
        Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main()));
        _log.ShouldBe(["handler", "handler", "handler", "handler", "cancelled"]);

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.AddSignalHandler(PosixSignal.SIGINT, () => _log.Add("handler"));
            for (int i = 1; i <= 4; i++)
            {
                Send((PosixSignal)2);
                yield return WaitUntil(() => _log.Count == i);
            }

            Scheduler.Current.RemoveSignalHandler(PosixSignal.SIGINT);
            Defer(() => _log.Add("cancelled"));
            Send((PosixSignal)2);
            yield return Sleep(60);
            _log.Add("slept");
        }
    }

    [Test]
    public void WaitForASignal_IsNoDeadlock_UnderAVirtualClock()
    {
        var signals = new List<PosixSignal>();
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });
        signals.ShouldBe([User1]);

        IEnumerator<Awaitable> Main()
        {
            using SignalReader reader = ReceiveSignals(User1);
            new Thread(() => Send(User1)).Start();
            yield return reader.Next();
            signals.Add(reader.Current);
        }
    }

    [Test]
    public void WithoutAHandler_ADeadlockIsOne()
    {
        Should.Throw<DeadlockException>(() => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));

        static IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.AddSignalHandler(User1, static () => { });
            Scheduler.Current.RemoveSignalHandler(User1);
            yield return new Future();
        }
    }

    [Test]
    public void WhatCannotBeHandled_IsAnErrorThatSaysSo_AndTakesNothing()
    {
        using var scheduler = new Scheduler();
        Should.Throw<ArgumentNullException>(() => scheduler.AddSignalHandler(User1, null!));
        Should.Throw<InvalidOperationException>(() => scheduler.AddSignalHandler((PosixSignal)9, () => { })).Message.ShouldBe(
            "Signal 9 cannot be handled: the system keeps it for itself. Take another one, such as SIGTERM.");
        Should.Throw<InvalidOperationException>(() => scheduler.AddSignalHandler((PosixSignal)19, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => scheduler.AddSignalHandler((PosixSignal)0, () => { })).Message.ShouldBe("There is no signal 0 on this system.");
        Should.Throw<ArgumentOutOfRangeException>(() => scheduler.AddSignalHandler((PosixSignal)65, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => scheduler.AddSignalHandler((PosixSignal)(-99), () => { }));
        scheduler.RunUntilComplete(Main());
        scheduler.Outside.Expected.ShouldBe(0);

        static IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentException>(() => ReceiveSignals());
            Should.Throw<ArgumentNullException>(() => ReceiveSignals(null!));
            Should.Throw<InvalidOperationException>(() => ReceiveSignals(User1, (PosixSignal)9));
            Scheduler.Current.RemoveSignalHandler(User1).ShouldBeFalse();
            yield break;
        }
    }

    [Test]
    public void Handlers_EndWithTheirScheduler()
    {
        var scheduler = new Scheduler();
        scheduler.AddSignalHandler(User1, () => _log.Add("ended"));
        scheduler.Dispose();
        Scheduler.Run(Receive());
        Should.Throw<ObjectDisposedException>(() => scheduler.AddSignalHandler(User1, () => { }));
        _log.ShouldBeEmpty();

        static IEnumerator<Awaitable> Receive()
        {
            using SignalReader signals = ReceiveSignals(User1);
            Send(User1);
            yield return signals.Next();
        }
    }

    [Test]
    public void Handlers_AreRefusedToOtherThreads_AndSoIsAReader()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Debug = true });
        scheduler.AddSignalHandler(User1, () => _log.Add("came"));
        scheduler.Tick(0);
        var errors = new List<Exception?>();
        Elsewhere(() => scheduler.AddSignalHandler(User1, () => { }));
        Elsewhere(() => scheduler.RemoveSignalHandler(User1));
        SignalReader? reader = null;
        scheduler.RunUntilComplete(Main());
        Elsewhere(reader!.Dispose);
        errors.ShouldAllBe(static error => error is InvalidOperationException);
        errors.Count.ShouldBe(3);
        reader.Dispose();
        scheduler.RemoveSignalHandler(User1).ShouldBeTrue();

        void Elsewhere(Action action)
        {
            var thread = new Thread(() => errors.Add(Should.Throw<Exception>(action)));
            thread.Start();
            thread.Join();
        }

        IEnumerator<Awaitable> Main()
        {
            reader = ReceiveSignals(User2);
            yield break;
        }
    }

    private static void Send(PosixSignal signal) => Kill(Environment.ProcessId, (int)signal).ShouldBe(0);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
