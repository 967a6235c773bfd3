using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Coroutines.Testing;
using Coroutines.Tests.Datagrams;
using Coroutines.Tests.Processes;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>One of everything that a debugger may show: as it is made, in use, and when it is over.</summary>
internal sealed partial class DebuggedWorld : IDisposable
{
    private readonly List<object> _objects = [];
    private readonly FakeChild _child = new();
    private readonly SchedulerOptions _options = new() { TimeProvider = new VirtualClock(), Name = "world", ExceptionHandler = static _ => { } };

    internal DebuggedWorld()
    {
        Scheduler = new Scheduler(_options);
        Fresh();
        InUse();
    }

    internal Scheduler Scheduler { get; }

    internal CoLock Lock { get; } = new("db");

    internal CoQueue<int> Queue { get; } = new(2, "jobs");

    internal CoGroup Group { get; private set; } = null!;

    /// <summary>What there is so far; the same objects each time.</summary>
    internal IReadOnlyList<object> Objects => _objects;

    /// <summary>Ends all that can end from outside of a coroutine.</summary>
    internal void Close()
    {
        foreach (object open in _objects.ToArray())
        {
            if (open is Future or CoGroup or CoStream or CoServer or CoDatagram or Lifetime or CoThreadPool or StepRecorder or FrameProfiler or Dashboard or StepTrace or Simulation)
            {
                ((IDisposable)open).Dispose();
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        if (Scheduler.IsDisposed)
        {
            return;
        }

        _child.End(0);
        foreach (Dashboard dashboard in _objects.OfType<Dashboard>())
        {
            dashboard.Dispose();
        }

        Scheduler.Dispose();
        foreach (object open in _objects)
        {
            if (open is Coroutines.Scheduler or TestScheduler or Runner)
            {
                ((IDisposable)open).Dispose();
            }
        }
    }

    private void Add(params object?[] objects) => _objects.AddRange(objects.Where(static added => added is not null)!);

    // What never was near a loop, and what is empty.
    private void Fresh()
    {
        Add(
            new CoLock(), new CoSemaphore(1), new CoBoundedSemaphore(1), new CoLimiter(1), new CoEvent(), new CoCondition(), new CoBarrier(2), new CoQueue<int>(),
            new CoLifoQueue<string>(), new CoPriorityQueue<int>(), new CoSignal(), new CoSignal<int>(), new Lifetime(), new CoThreadPool(1, "pool"),
            new Future(), new Future<int>(), new Scheduler(), new Runner(), new TestScheduler(), new Sequencer(), new VirtualClock(), Every(0.5, CatchUp.RunEach));
        Add(
            new ConnectionOptions(), new ServerOptions(), new DatagramOptions(), new SchedulerOptions(), new SchedulerGroupOptions(), new StepRecorderOptions(), new FrameProfilerOptions(), new DashboardOptions(), new TestOptions(), new SimulationOptions(),
            new ExplorationOptions(), new ExhaustiveOptions(), ScheduleStrategy.Default, ScheduleStrategy.RandomOrder, FramePhase.Update, FramePhase.Fixed("fixed", 0.02));
        Add(
            default(Awaitable), Sleep(1), NextFrame(), WaitUntil(static () => true), default(Awaitable<int>), Await<int>(Sleeper()), Await(Sleeper()), default(Datagram),
            default(Duration), (Duration)1.5, default(PhaseStatus), default(Releaser), default(SignalHit), default(StepEvent), default(FrameEvent), default(TaskStart),
            new TaskStart(Sleeper(), "name", null, null), new ExceptionContext("failed"), new ExceptionContext("failed") { Exception = new IOException() },
            new ProfileEntry("Enemy", TimeSpan.FromSeconds(1), 2, 3, 4, TimeSpan.FromSeconds(1)), new FrameReport(default, TimeSpan.FromSeconds(1), []),
            Try(Sleeper()).Catch<IOException>(static _ => { }), Try<int>(Sleeper()), RuntimeHelpers.GetUninitializedObject(typeof(TlsSession)),
            new FrameCallGraphEntry("Main", isCoroutine: true, "a.cs", 1), new FutureCallGraph(new Future(), []));
    }

    private void InUse()
    {
        using (Scheduler.Observe(new Nobody()))
        {
            Start();
        }

        Group.Pause();
        Scheduler.Tick(0.5);
        SchedulerSnapshot snapshot = Scheduler.TakeSnapshot();
        Add(snapshot, snapshot.Tasks[0], snapshot.Tasks[^1], snapshot.Groups[0], new StepUnderWay(null, true, TimeSpan.FromSeconds(1), false, 2));
        foreach (CoTask task in Scheduler.AllTasks())
        {
            Add(task);
        }

        FromTheTestKit();
    }

    private void Start()
    {
        Group = new CoGroup(Scheduler, "enemies") { TimeScale = 0.5 };
        var semaphore = new CoSemaphore(1, "places");
        var limiter = new CoLimiter(1, "limit");
        var signal = new CoSignal("hit");
        var condition = new CoCondition(Lock);
        var future = new Future<int>(Scheduler) { Name = "answer" };
        CoStream stream = CoStream.CreatePair(Scheduler).First;
        var owner = new Lifetime();
        var loops = SchedulerGroup.OfGuests(1, Scheduler);
        Add(loops, loops[0]);
        Add(Scheduler, Lock, Queue, Group, semaphore, limiter, signal, condition, future, stream, owner, new CoGroup(Group, "inner"));
        Add(
            new CoDatagram(Scheduler, new FakeConduit(Scheduler), FakeConduit.There, DatagramOptions.Default),
            new CoServer(Scheduler, static _ => null!, [], ServerOptions.Default), new CoProcess(Scheduler, _child, new ProcessStartInfo("fake")),
            Scheduler.CallLater(1, static () => { }), Scheduler.CallSoon(static () => { }), new StepRecorder(Scheduler, new StepRecorderOptions { Capacity = 10 }), new FrameProfiler(Scheduler), Scheduler.ServeDashboard(), stream.ReadLines());
        Queue.PutNoWait(1);
        Queue.PutNoWait(2);
        foreach (Awaitable awaited in (Awaitable[])[
            new CoEvent().Wait(), Queue.Put(3), signal.Next(), future, Sleep(10), null, stream.ReadLine(), Gather(future, Shield(future)), Every(1, CatchUp.Merge), WaitFrames(3)])
        {
            Scheduler.CreateTask(Wait(awaited));
        }

        foreach (Func<Awaitable<Releaser>> acquire in (Func<Awaitable<Releaser>>[])[Lock.Acquire, semaphore.Acquire, limiter.Acquire])
        {
            Scheduler.CreateTask(Hold(acquire()));
            Scheduler.CreateTask(Hold(acquire()));
        }

        Group.CreateTask(Wait(Sleep(1)), "grunt");
        CoTask<int> sleeper = Scheduler.CreateTask<int>(Sleeper(), "sleeper");
        sleeper.BindTo(owner);
        Add(sleeper);
        Scheduler.CreateTask(Scopes(), "scopes");
        Scheduler.CreateTask(Failing(), "failing");
        Scheduler.Tick(0.5);
    }

    private void FromTheTestKit()
    {
        var simulation = new Simulation(1);
        SimulatedHost host = simulation.AddHost("server", static () => Wait(Sleep(1)));
        simulation.AddHost("client", static () => Wait(Sleep(1)));
        SimulatedFile file = host.Disk.Open("log");
        Add(simulation, host, host.Disk, file, simulation.Link("server", "client"), simulation.Trace);
        Exploration found = Schedules.Explore(Racing, new ExplorationOptions { Runs = 50 });
        Exploration all = Schedules.ExploreAll(static () => Wait(null), 10);
        Add(found, found.Failure, found.Coverage, all, all.Coverage);
        using var test = new TestScheduler();
        test.Run(Wait(Sleep(1)));
        Add(test.Trace, test.Trace.Entries[0]);
        using var recorded = new Scheduler();
        Add(RunRecording.Start(recorded));
    }

    private IEnumerator<Awaitable> Scopes()
    {
        var group = new TaskGroup();
        CoTimeout timeout = Timeout(100);
        StartSignal? started = null;
        StartSignal<int>? startedWith = null;
        group.CreateTask(Wait(Sleep(50)));
        CreateTask(Wait(group.Start(signal => Child(() => started = signal))));
        CreateTask(Wait(group.Start<int>(signal => Child(() => startedWith = signal))));
        Completions<CoTask<int>, int> completions = AsCompleted<int>(new[] { CreateTask<int>(Sleeper()) });
        AsyncEnumerableReader<int> reader = ReadAll<int>(new NeverEnding());
        Add(group, timeout, completions, reader, Queue.ReadAll(), CaptureCallGraph());
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            AddSignalReader();
        }

        yield return Settle(Sleeper(), out Outcome outcome);
        yield return Settle<int>(Wait(Sleep(0.1)), out Outcome<int> typed);
        Add(outcome, typed, started, startedWith);
        yield return group;
    }

    // Where the library has signals.
    partial void AddSignalReader();

    private IEnumerator<Awaitable> Hold(Awaitable<Releaser> acquire)
    {
        yield return acquire;
        Add(acquire.Result, acquire);
        yield return Sleep(100);
    }

    private IEnumerator<Awaitable> Failing()
    {
        yield return Settle(Throwing(), out Outcome outcome);
        Add(outcome, outcome.Exception!.GetLogicalStack());
        throw new IOException("lost");

        static IEnumerator<Awaitable> Throwing()
        {
            yield return null;
            throw new IOException("inner");
        }
    }

    private static IEnumerator<Awaitable> Racing()
    {
        int next = 0;
        CoTask first = CreateTask(Set(1));
        CoTask second = CreateTask(Set(2));
        yield return Gather(first, second);
        if (next == 1)
        {
            throw new InvalidOperationException("The first was the last.");
        }

        IEnumerator<Awaitable> Set(int value)
        {
            yield return null;
            next = value;
        }
    }

    private static IEnumerator<Awaitable> Child(Action begin)
    {
        begin();
        yield return Sleep(50);
    }

    private static IEnumerator<Awaitable> Sleeper()
    {
        yield return Sleep(0.2);
        yield return Return(1);
    }

    private static IEnumerator<Awaitable> Wait(Awaitable awaited)
    {
        yield return awaited;
    }

    private sealed class NeverEnding : IAsyncEnumerable<int>
    {
        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class Nobody : IStepListener
    {
        public void OnStep(in StepEvent step)
        {
        }
    }
}
