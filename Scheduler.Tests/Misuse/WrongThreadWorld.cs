using System.Diagnostics;
using Coroutines.Tests.Datagrams;
using Coroutines.Tests.Processes;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>A game with one of everything, and somebody who waits for it.</summary>
internal sealed class WrongThreadWorld : IDisposable
{
    private readonly Runner _runner;
    private readonly Scheduler _scheduler;
    private readonly CoLock _lock = new("lock");
    private readonly CoSemaphore _semaphore = new(1, "semaphore");
    private readonly CoBoundedSemaphore _bounded = new(1, "bounded");
    private readonly CoLimiter _limiter = new(1, "limiter");
    private readonly CoEvent _event = new("event");
    private readonly CoCondition _condition = new(name: "condition");
    private readonly CoBarrier _barrier = new(2, "barrier");
    private readonly CoQueue<int> _queue = new(1, "queue");
    private readonly CoSignal _signal = new("signal");
    private readonly CoSignal<int> _tellingSignal = new("telling");
    private readonly Future<int> _future;
    private readonly Lifetime _lifetime = new();
    private readonly CoGroup _group;
    private readonly CoStream _stream;
    private readonly CoServer _server;
    private readonly CoDatagram _datagram;
    private readonly FakeChild _child = new();
    private readonly CoProcess _process;
    private readonly CoTask<int> _sleeper;
    private readonly TimerHandle _timer;
    private readonly StepRecorder _recorder;
    private readonly FrameProfiler _profiler;
    private readonly List<Releaser> _held = [];
    private CoTimeout? _timeout;
    private TaskGroup? _children;
    private StartSignal? _started;
    private StartSignal<int>? _startedWith;
    private QueueReader<int>? _reader;
    private IEnumerator<Awaitable<int>>? _completions;

    internal WrongThreadWorld(bool debug = true)
    {
        _runner = new Runner(new SchedulerOptions { TimeProvider = new VirtualClock(), Debug = debug });
        _scheduler = _runner.Scheduler;
        _group = new CoGroup(_scheduler, "group");
        _stream = CoStream.CreatePair(_scheduler).First;
        _datagram = new CoDatagram(_scheduler, new FakeConduit(_scheduler), FakeConduit.There, DatagramOptions.Default);
        _server = new CoServer(_scheduler, static _ => null!, [], ServerOptions.Default);
        _process = new CoProcess(_scheduler, _child, new ProcessStartInfo("fake"));
        _future = new Future<int>(_scheduler);
        _sleeper = _scheduler.CreateTask<int>(WaitFor(Sleep(1)));
        _timer = _scheduler.CallLater(1, () => { });
        _recorder = new StepRecorder(_scheduler, new StepRecorderOptions { Capacity = 10 });
        _profiler = new FrameProfiler(_scheduler);
        Calls = MakeCalls();
    }

    internal Dictionary<string, Action[]> Calls { get; }

    internal string State => string.Join(
        '\n', _scheduler.FormatTasks(), _lock, _semaphore, _bounded, _limiter, _event, _condition, _barrier, _queue, _signal, _tellingSignal, _datagram,
        _future, _sleeper, _group, _timeout, _children, _scheduler.Time, _scheduler.FrameCount, _scheduler.Waits.TimerCount, _lifetime.IsEnded,
        _sleeper.Cancelling, _sleeper.Priority, _limiter.Total, _queue.Unfinished, _group.TimeScale, _timer.IsCancelled,
        _process, _process.IsKilledOnCancel, _child.Signals.Count);

    internal void Begin()
    {
        _queue.PutNoWait(0);
        foreach (Awaitable awaited in (Awaitable[])[
            _event.Wait(), _barrier.Wait(), _queue.Put(1), _queue.Join(), _signal.Next(), _tellingSignal.Next(), _future, FirstOf(_signal, _tellingSignal)])
        {
            _scheduler.CreateTask(WaitFor(awaited));
        }

        // First of all, so that it gives the lock back to those who hold it then.
        _scheduler.CreateTask(Listen());
        foreach (Func<Awaitable<Releaser>> acquire in (Func<Awaitable<Releaser>>[])[
            _lock.Acquire, _semaphore.Acquire, _bounded.Acquire, _limiter.Acquire, _condition.Acquire])
        {
            _scheduler.CreateTask(Hold(acquire(), hold: true));
            _scheduler.CreateTask(Hold(acquire(), hold: false));
        }

        _group.CreateTask(WaitFor(Sleep(1)));
        _sleeper.BindTo(_lifetime);
        _scheduler.CreateTask(OpenScopes());
        _scheduler.Tick(0.1);
    }

    /// <summary>What is held can still be given back, and all come to their ends.</summary>
    internal void End()
    {
        _condition.NotifyAll();
        GiveBack();
        _scheduler.Tick(2);
        new SyncPrimitive[] { _lock, _semaphore, _bounded, _limiter, _condition }.ShouldAllBe(primitive => primitive.Waiters.Count == 0);
        _sleeper.IsDone.ShouldBeTrue();
    }

    public void Dispose()
    {
        GiveBack();
        _child.End(0);
        _runner.Dispose();
    }

    private void GiveBack() => _held.ForEach(static held => held.Dispose());

    private static IEnumerator<Awaitable> WaitFor(Awaitable awaited)
    {
        yield return awaited;
        yield return Return(1);
    }

    private IEnumerator<Awaitable> Hold(Awaitable<Releaser> acquire, bool hold)
    {
        yield return acquire;
        Releaser held = acquire.Result;
        if (hold)
        {
            _held.Add(held);
        }
        else
        {
            held.Dispose();
        }
    }

    private IEnumerator<Awaitable> Listen()
    {
        yield return _condition.Acquire().Into(out Awaitable<Releaser> held);
        using (held.Result)
        {
            yield return _condition.Wait();
        }
    }

    private IEnumerator<Awaitable> OpenScopes()
    {
        _timeout = Awaitable.Timeout(10);
        _children = new TaskGroup();
        _children.CreateTask(WaitFor(Sleep(1)));
        _reader = _queue.ReadAll();
        _completions = AsCompleted<int>([WaitFor(Sleep(1))]).GetEnumerator();
        CreateTask(WaitFor(_children.Start(signal => Child(() => _started = signal))));
        CreateTask(WaitFor(_children.Start<int>(signal => Child(() => _startedWith = signal))));
        yield return Sleep(1);
        _started!.Started();
        _startedWith!.Started(1);
        yield return _children;
    }

    private static IEnumerator<Awaitable> Child(Action begin)
    {
        begin();
        yield return Sleep(1.5);
    }

    private Dictionary<string, Action[]> MakeCalls() => new()
    {
        ["Scheduler.AllTasks"] = [() => _scheduler.AllTasks()],
        ["Scheduler.BeginFrame"] = [() => _scheduler.BeginFrame(0.1), () => _scheduler.BeginFrame(TimeSpan.FromSeconds(0.1))],
        ["Scheduler.EndFrame"] = [_scheduler.EndFrame],
        ["Scheduler.RunPhase"] = [() => _scheduler.RunPhase(FramePhase.Update)],
        ["Scheduler.CallAt"] = [() => _scheduler.CallAt(5, () => { })],
        ["Scheduler.CallLater"] = [() => _scheduler.CallLater(5, () => { }), () => _scheduler.CallLater(TimeSpan.FromSeconds(5), () => { })],
        ["Scheduler.CallSoon"] = [() => _scheduler.CallSoon(() => { })],
        ["Scheduler.CreateTask"] = [() => _scheduler.CreateTask(WaitFor(null)), () => _scheduler.CreateTask<int>(WaitFor(null))],
        ["Scheduler.Dispose"] = [_scheduler.Dispose],
        ["Scheduler.ExceptionHandler"] = [() => _scheduler.ExceptionHandler = _ => { }],
        ["Scheduler.Executor"] = [() => _scheduler.Executor = new CoThreadPool()],
        ["Scheduler.Group"] = [() => _scheduler.Group("new")],
        ["Scheduler.Observe"] = [() => _scheduler.Observe(_recorder)],
        ["FrameProfiler.Dispose"] = [_profiler.Dispose],
        ["FrameProfiler.Entries"] = [() => _profiler.Entries()],
        ["FrameProfiler.FrameTimes"] = [() => _profiler.FrameTimes()],
        ["StepRecorder.Clear"] = [_recorder.Clear],
        ["StepRecorder.Dispose"] = [_recorder.Dispose],
        ["StepRecorder.IsRecording"] = [() => _recorder.IsRecording = false, () => _recorder.IsRecording = true],
        ["StepRecorder.SaveChromeTrace"] = [() => _recorder.SaveChromeTrace("/nowhere/at/all")],
        ["StepRecorder.SaveHtml"] = [() => _recorder.SaveHtml("/nowhere/at/all")],
        ["StepRecorder.Steps"] = [() => _recorder.Steps()],
        ["Scheduler.RunForever"] = [_scheduler.RunForever],
        ["Scheduler.RunInExecutor"] =
            [() => _scheduler.RunInExecutor(null, () => { }), () => _scheduler.RunInExecutor(null, () => 1)],
        ["Scheduler.RunUntilComplete"] =
        [
            () => _scheduler.RunUntilComplete(Sleep(1)), () => _scheduler.RunUntilComplete((Future)_sleeper),
            () => _scheduler.RunUntilComplete(WaitFor(null)), () => _scheduler.RunUntilComplete(Await(_sleeper)),
            () => _scheduler.RunUntilComplete(_sleeper), () => _scheduler.RunUntilComplete(_future),
            () => _scheduler.RunUntilComplete<int>(WaitFor(null)),
        ],
        ["Scheduler.Stop"] = [_scheduler.Stop],
        ["Scheduler.TaskFactory"] = [() => _scheduler.TaskFactory = null],
        ["Scheduler.Tick"] = [() => _scheduler.Tick(0.1), () => _scheduler.Tick(TimeSpan.FromSeconds(0.1))],
        ["Scheduler.CatchUp"] = [() => _scheduler.CatchUp(0.1)],
        ["Runner.Run"] = [() => _runner.Run(WaitFor(null)), () => _runner.Run<int>(WaitFor(null))],
        ["Runner.Dispose"] = [_runner.Dispose],
        ["Future.AddDoneCallback"] = [() => _future.AddDoneCallback(_ => { })],
        ["Future.AsTask"] = [() => ((Future)_future).AsTask()],
        ["Future.Cancel"] = [() => _future.Cancel(), () => _sleeper.Cancel()],
        ["Future.Dispose"] = [_future.Dispose, _sleeper.Dispose],
        ["Future.Name"] = [() => _future.Name = "new", () => _sleeper.Name = "new"],
        ["Future.RemoveDoneCallback"] = [() => _future.RemoveDoneCallback(_ => { })],
        ["Future.SetException"] = [() => _future.SetException(new IOException())],
        ["Future.SetResult"] = [() => ((Future)_future).SetResult(1)],
        ["Future`1.SetResult"] = [() => _future.SetResult(1)],
        ["Future`1.AsTask"] = [() => _future.AsTask()],
        ["CoTask.SleepLeft"] = [() => _sleeper.SleepLeft = 5],
        ["CoTask.Priority"] = [() => _sleeper.Priority = 1],
        ["CoTask.Uncancel"] = [() => _sleeper.Uncancel()],
        ["CoTask`1.AsTask"] = [() => _sleeper.AsTask()],
        ["Handle.Cancel"] = [_timer.Cancel],
        ["CoTimeout.Dispose"] = [() => _timeout!.Dispose()],
        ["CoTimeout.Reschedule"] = [() => _timeout!.Reschedule(20)],
        ["TaskGroup.Cancel"] = [() => _children!.Cancel()],
        ["TaskGroup.CreateTask"] = [() => _children!.CreateTask(WaitFor(null)), () => _children!.CreateTask<int>(WaitFor(null))],
        ["StartSignal.Started"] = [() => _started!.Started()],
        ["StartSignal`1.Started"] = [() => _startedWith!.Started(1)],
        ["Completions`2.GetEnumerator"] = [() => _completions!.MoveNext()],
        ["Lifetime.Dispose"] = [_lifetime.Dispose],
        ["CoGroup.Cancel"] = [() => _group.Cancel()],
        ["CoGroup.Dispose"] = [_group.Dispose],
        ["CoGroup.ExceptionHandler"] = [() => _group.ExceptionHandler = static _ => { }],
        ["CoGroup.Pause"] = [_group.Pause],
        ["CoGroup.Resume"] = [_group.Resume],
        ["CoGroup.CreateTask"] =
        [
            () => _group.CreateTask(WaitFor(null)), () => _group.CreateTask<int>(WaitFor(null)),
            () => _group.CreateTask("key", WaitFor(null), RestartPolicy.Replace),
        ],
        ["CoGroup.TimeScale"] = [() => _group.TimeScale = 2],
        ["SyncPrimitive.Name"] = [() => _lock.Name = "new"],
        ["CoLock.Acquire"] = [() => _lock.Acquire()],
        ["CoLock.Release"] = [_lock.Release],
        ["CoSemaphore.Release"] = [_semaphore.Release],
        ["CoBoundedSemaphore.Release"] = [_bounded.Release],
        ["CoLimiter.Release"] = [_limiter.Release],
        ["CoLimiter.Total"] = [() => _limiter.Total = 3],
        ["Releaser.Dispose"] = [() => _held[0].Dispose(), () => _held[1].Dispose(), () => _held[2].Dispose(), () => _held[3].Dispose()],
        ["CoEvent.Clear"] = [_event.Clear],
        ["CoEvent.Set"] = [_event.Set],
        ["CoCondition.Acquire"] = [() => _condition.Acquire()],
        ["CoCondition.Notify"] = [() => _condition.Notify()],
        ["CoCondition.NotifyAll"] = [_condition.NotifyAll],
        ["CoCondition.Release"] = [_condition.Release],
        ["CoCondition.Wait"] = [() => _condition.Wait()],
        ["CoCondition.WaitFor"] = [() => _condition.WaitFor(() => true)],
        ["CoBarrier.Abort"] = [() => _barrier.Abort()],
        ["CoBarrier.Reset"] = [() => _barrier.Reset()],
        ["CoBarrier.Wait"] = [() => _barrier.Wait()],
        ["CoQueue`1.Get"] = [() => _queue.Get()],
        ["CoQueue`1.GetNoWait"] = [() => _queue.GetNoWait()],
        ["CoQueue`1.Put"] = [() => _queue.Put(1)],
        ["CoQueue`1.PutNoWait"] = [() => _queue.PutNoWait(1)],
        ["CoQueue`1.Shutdown"] = [() => _queue.Shutdown()],
        ["CoQueue`1.TaskDone"] = [_queue.TaskDone],
        ["QueueReader`1.Next"] = [() => _reader!.Next()],
        ["CoStream.Close"] = [_stream.Close],
        ["CoStream.Dispose"] = [_stream.Dispose],
        ["CoStream.Abort"] = [_stream.Abort],
        ["CoStream.Write"] = [() => _stream.Write("x"), () => _stream.Write("x"u8)],
        ["CoStream.WriteLines"] = [() => _stream.WriteLines(["x"])],
        ["CoStream.WriteEof"] = [_stream.WriteEof],
        ["CoStream.SetWriteBufferLimits"] = [() => _stream.SetWriteBufferLimits()],
        ["CoStream.Advance"] = [() => _stream.Advance(0)],
        ["CoDatagram.Close"] = [_datagram.Close],
        ["CoDatagram.Dispose"] = [_datagram.Dispose],
        ["CoDatagram.Abort"] = [_datagram.Abort],
        ["CoDatagram.Send"] = [() => _ = _datagram.Send(new byte[1])],
        ["CoDatagram.SendTo"] = [() => _ = _datagram.SendTo(new byte[1], FakeConduit.There)],
        ["CoDatagram.SetWriteBufferLimits"] = [() => _datagram.SetWriteBufferLimits()],
        ["CoProcess.Kill"] = [_process.Kill],
        ["CoProcess.Terminate"] = [_process.Terminate],
        ["CoProcess.IsKilledOnCancel"] = [() => _process.IsKilledOnCancel = false],
        ["CoProcess.Dispose"] = [_process.Dispose],
        ["CoServer.Close"] = [_server.Close],
        ["CoServer.Dispose"] = [_server.Dispose],
        ["CoServer.StartServing"] = [() => _server.StartServing()],
        ["CoServer.CloseClients"] = [_server.CloseClients],
        ["CoServer.AbortClients"] = [_server.AbortClients],
        ["CoSignal.Emit"] = [() => _signal.Emit()],
        ["CoSignal`1.Emit"] = [() => _tellingSignal.Emit(1)],
        ["CoSignal`1.Subscribe"] = [() => _tellingSignal.Subscribe(new CoSignal<int>())],
        ["CoSignal`1.Next"] = [() => _tellingSignal.Next()],
    };
}
