using System.Reflection;
using Coroutines.Testing;
using Coroutines.Tests.Streams;
using Coroutines.Tests.Tls;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>
/// .NET says "no limit" by <see cref="Timeout.InfiniteTimeSpan"/>, and whatever takes a time span takes it so: as infinity. Other
/// negative ones are 0.
/// </summary>
public class InfiniteTimeSpanTests
{
    private const double AnyTime = 1e4;

    private static readonly TimeSpan _infinite = System.Threading.Timeout.InfiniteTimeSpan;
    private static readonly Duration _endless = double.PositiveInfinity;

    // Each place, and what infinity means there. What moves a clock, or is a part of a frame, cannot be endless.
    private static readonly Dictionary<string, Action> _places = new()
    {
        ["Awaitable.Sleep time"] = () => IsEndless(() => Sleep(_infinite)),
        ["Awaitable.SleepUnscaled time"] = () => IsEndless(() => SleepUnscaled(_infinite)),
        ["Scheduler.FormatTasks patience"] = static () => { using var scheduler = new Scheduler(); scheduler.FormatTasks(_infinite).ShouldBeEmpty(); },
        ["Scheduler.TakeSnapshot patience"] = static () => { using var scheduler = new Scheduler(); scheduler.TakeSnapshot(_infinite).Tasks.ShouldBeEmpty(); },
        ["Awaitable.After delay"] = () =>
        {
            IsEndless(() => Await(After(_infinite, Noop())));
            IsEndless(() => Await(After(_infinite, () => { })));
        },
        ["Awaitable.WaitFor timeout"] = () =>
        {
            IsNoLimit(() => WaitFor(Sleep(AnyTime), _infinite));
            IsNoLimit(() => WaitFor(Sleeper(), _infinite));
            IsNoLimit(() => WaitFor<int>(Sleeper(), _infinite));
            IsNoLimit(() => WaitFor(Await<int>(Sleeper()), _infinite));
            IsNoLimit(() => WaitFor(CreateTask<int>(Sleeper()), _infinite));
            IsNoLimit(() => WaitFor(ToFuture(), _infinite));
        },
        ["Awaitable.Wait timeout"] = () =>
        {
            IsNoLimit(() => Wait([CreateTask(Sleeper())], _infinite));
            IsNoLimit(() => Wait([ToFuture(), (Future)CreateTask(Sleeper())], _infinite));
        },
        ["Awaitable.AsCompleted timeout"] = () =>
        {
            IsNoLimit(() => AsCompleted([Sleep(AnyTime)], _infinite).First());
            IsNoLimit(() => AsCompleted([Sleeper()], _infinite).First());
            IsNoLimit(() => AsCompleted<int>([Sleeper()], _infinite).First());
            IsNoLimit(() => AsCompleted([Await<int>(Sleeper())], _infinite).First());
            IsNoLimit(() => AsCompleted([CreateTask(Sleeper())], _infinite).First());
            IsNoLimit(() => AsCompleted([CreateTask<int>(Sleeper())], _infinite).First());
            IsNoLimit(() => AsCompleted([ToFuture()], _infinite).First());
        },
        ["Awaitable.Race delay"] = () =>
        {
            // The next one never begins, unless the one before fails.
            IsNoLimit(() => Race([Sleeper(), Noop()], _infinite));
            IsNoLimit(() => Race<int>([Sleeper(), Noop()], _infinite));
        },
        ["Awaitable.Timeout delay"] = () => IsNoLimit(() => Await(Within())),
        ["Awaitable.Every period"] = () => IsRefused(() => Every(_infinite, CatchUp.Skip)),
        ["Awaitable.Tween time"] = () =>
        {
            IsRefused(() => _ = Tween(_infinite, null, _ => { }));
            IsRefused(() => _ = Tween(0, 1, _infinite, null, _ => { }));
        },
        ["FramePhase.Fixed step"] = () => IsRefused(() => FramePhase.Fixed("fixed", _infinite)),
        ["FramePhase.Background budget"] = () => IsRefused(() => FramePhase.Background("background", _infinite)),
        ["Scheduler.CallLater time"] = () =>
        {
            using var scheduler = new Scheduler();
            scheduler.CallLater(_infinite, () => { }).When.ShouldBe(double.PositiveInfinity);
            scheduler.Waits.TimerCount.ShouldBe(0);
        },
        ["SchedulerOptions.StartTime value"] = () => IsRefused(() => _ = new SchedulerOptions { StartTime = _infinite }),
        ["Scheduler.BeginFrame time"] = () =>
        {
            using var scheduler = new Scheduler();
            IsRefused(() => scheduler.BeginFrame(_infinite));
            scheduler.IsInFrame.ShouldBeFalse();
        },
        ["Scheduler.Tick time"] = () =>
        {
            using var scheduler = new Scheduler();
            IsRefused(() => scheduler.Tick(_infinite));
            scheduler.FrameCount.ShouldBe(0);
        },
        ["VirtualClock.Advance time"] = () =>
        {
            var clock = new VirtualClock();
            IsRefused(() => clock.Advance(_infinite));
            clock.Time.ShouldBe(0);
        },
        ["VirtualClock.CreateTimer dueTime"] = () => TimerFires(_infinite, TimeSpan.FromSeconds(1), times: 0),
        ["VirtualClock.CreateTimer period"] = () => TimerFires(TimeSpan.FromSeconds(1), _infinite, times: 1),
        ["SchedulerOptions.PredicateInterval value"] = () =>
        {
            // Nobody asks a second time, as long as nothing else happens.
            var options = new SchedulerOptions { TimeProvider = new VirtualClock(), PredicateInterval = _infinite };
            int asked = 0;
            Scheduler.Run(OneAfterAnother(Sleep(5), WaitUntil(() => ++asked > 0)), options);
            Should.Throw<DeadlockException>(() => Scheduler.Run(OneAfterAnother(WaitUntil(() => ++asked > 3)), options));
        },
        ["SchedulerOptions.SlowStepThreshold value"] = () =>
        {
            var clock = new VirtualClock();
            var reports = new List<ExceptionContext>();
            Scheduler.Run(Slow(), new SchedulerOptions
            {
                TimeProvider = clock,
                Debug = true,
                SlowStepThreshold = _infinite,
                ExceptionHandler = reports.Add,
            });
            reports.ShouldBeEmpty();

            IEnumerator<Awaitable> Slow()
            {
                clock.Advance(AnyTime);
                yield break;
            }
        },
        ["ConnectionOptions.ConnectTimeout value"] = () => new ConnectionOptions { ConnectTimeout = _infinite }.ConnectTimeout.ShouldBe(new ConnectionOptions().ConnectTimeout),
        ["ConnectionOptions.HappyEyeballsDelay value"] = () => new ConnectionOptions { HappyEyeballsDelay = _infinite }.HappyEyeballsDelay!.Value.Seconds.ShouldBe(double.PositiveInfinity),
        ["ConnectionOptions.TlsHandshakeTimeout value"] = () => new ConnectionOptions { TlsHandshakeTimeout = _infinite }.TlsHandshakeTimeout.ShouldBe(_endless),
        ["ConnectionOptions.TlsShutdownTimeout value"] = () => new ConnectionOptions { TlsShutdownTimeout = _infinite }.TlsShutdownTimeout.ShouldBe(_endless),
        ["ServerOptions.TlsHandshakeTimeout value"] = () => new ServerOptions { TlsHandshakeTimeout = _infinite }.TlsHandshakeTimeout.ShouldBe(_endless),
        ["ServerOptions.TlsShutdownTimeout value"] = () => new ServerOptions { TlsShutdownTimeout = _infinite }.TlsShutdownTimeout.ShouldBe(_endless),
        ["CoStream.StartTls handshakeTimeout"] = () => IsNoLimit(static () =>
        {
            (CoStream here, CoStream there) = CoStream.CreatePair();
            return Gather(here.StartTls(Certificates.ClientOptions(), _infinite), there.StartTls(Certificates.ServerOptions(), _infinite), Sleep(AnyTime));
        }),
        ["ConnectionOptions.Latency value"] = () => IsEndless(static () =>
        {
            (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Latency = _infinite });
            there.Write("x");
            return here.Read(1);
        }),
        ["CoServer.Shutdown deadline"] = () => IsNoLimit(static () => ServedWithOneVisitor(Staying).Shutdown(_infinite)),
        ["TestOptions.VirtualTimeout value"] = () =>
        {
            using var test = new TestScheduler(new TestOptions { VirtualTimeout = _infinite });
            test.Run(OneAfterAnother(Sleep(1e12)));
        },
        ["TestOptions.RealTimeout value"] = () =>
        {
            using var test = new TestScheduler(new TestOptions { RealTimeout = _infinite });
            test.Run(Sleeper());
        },
        ["TestScheduler.Advance time"] = () =>
        {
            using var test = new TestScheduler();
            IsRefused(() => test.Advance(_infinite));
        },
        ["ExhaustiveOptions.TimeBudget value"] = () => new ExhaustiveOptions { TimeBudget = _infinite }.TimeBudget.ShouldBe(_endless),
        ["FrameProfilerOptions.Budget value"] = () =>
        {
            using var scheduler = new Scheduler();
            using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions { Budget = _infinite });
            scheduler.Tick(1);
            profiler.Frames.ShouldBe(1);
            profiler.Overruns.ShouldBe(0);
        },
        ["DashboardOptions.FrameBudget value"] = static () => new DashboardOptions { FrameBudget = _infinite }.FrameBudget.ShouldBe(_endless),
        ["DashboardOptions.StepWarning value"] = static () => new DashboardOptions { StepWarning = _infinite }.StepWarning.ShouldBe(_endless),
        ["DashboardOptions.WaitWarning value"] = static () => new DashboardOptions { WaitWarning = _infinite }.WaitWarning.ShouldBe(_endless),
        ["TestKit.Eventually within"] = () =>
        {
            int asked = 0;
            using var test = new TestScheduler();
            test.Run(OneAfterAnother(TestKit.Eventually(() => ++asked > 3, _infinite)));
            asked.ShouldBe(4);
        },
        ["TestKit.Advance time"] = () => IsEndless(() => TestKit.Advance(_infinite)),
        ["Simulation.Run time"] = () =>
        {
            using var world = new Simulation();
            IsRefused(() => world.Run(_infinite));
        },
        ["SimulationOptions.ClockOffset value"] = () => IsRefused(() => new SimulationOptions { ClockOffset = _infinite }),
        ["SimulationOptions.Latency value"] = () => NobodyIsReached(new SimulationOptions { Latency = _infinite }),
        ["SimulationOptions.LatencyMax value"] = () => NobodyIsReached(new SimulationOptions { LatencyMax = _infinite }),
        ["SimulationOptions.LookUpLatency value"] = () => NobodyIsReached(new SimulationOptions { LookUpLatency = _infinite }),
        ["SimulationOptions.LookUpLatencyMax value"] = () => NobodyIsReached(new SimulationOptions { LookUpLatencyMax = _infinite }),
        ["SimulatedLink.Latency value"] = () => NobodyIsReached(new SimulationOptions(), static world => world.Link("client", "server").Latency = _infinite),
        ["SimulatedLink.LatencyMax value"] = () => NobodyIsReached(new SimulationOptions(), static world => world.Link("client", "server").LatencyMax = _infinite),
        ["SimulatedHost.Lag value"] = () => NobodyIsReached(new SimulationOptions(), static world => world.Host("server").Lag = _infinite),
        ["SimulationOptions.DiskLatency value"] = () => DiskIsStuck(new SimulationOptions { DiskLatency = _infinite }),
        ["SimulationOptions.DiskLatencyMax value"] = () => DiskIsStuck(new SimulationOptions { DiskLatencyMax = _infinite }),
        ["SimulatedDisk.Latency value"] = () => DiskIsStuck(new SimulationOptions(), static disk => disk.Latency = _infinite),
        ["SimulatedDisk.LatencyMax value"] = () => DiskIsStuck(new SimulationOptions(), static disk => disk.LatencyMax = _infinite),
        ["RunRecording.Patience value"] = () =>
        {
            using var scheduler = new Scheduler();
            RunRecording recording = RunRecording.Start(scheduler);
            recording.Patience = _infinite;
            recording.Patience.ShouldBe(_endless);
        },
        ["SimulationOptions.FaultDuration value"] = () => CrashIsForGood(new SimulationOptions { FaultDuration = _infinite }),
        ["SimulationOptions.FaultDurationMax value"] = () => CrashIsForGood(new SimulationOptions { FaultDurationMax = _infinite }),
    };

    private static IEnumerable<string> Places => _places.Keys;

    [TestCaseSource(nameof(Places))]
    public void InfiniteTimeSpan_MeansWhatInfinityMeans(string place) => _places[place]();

    [Test]
    public void Places_AreAllThereAre() => PublicPlaces().ShouldBe(_places.Keys, ignoreOrder: true);

    [TestCase(-2), TestCase(-0.0001), TestCase(long.MinValue)]
    public void NegativeTimeSpan_OfAnyOtherLength_IsZero(double milliseconds)
    {
        TimeSpan time = milliseconds == long.MinValue ? TimeSpan.MinValue : TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
        ((Duration)time).Seconds.ShouldBe(0);
        Sleep(time).ToString().ShouldBe(Yield().ToString());
        using var scheduler = new Scheduler();
        scheduler.CallLater(time, () => { }).When.ShouldBe(0);
    }

    [Test]
    public void InfiniteDuration_IsTheSame_HoweverItIsSaid()
    {
        Duration infinite = _infinite;
        infinite.Seconds.ShouldBe(double.PositiveInfinity);
        infinite.ShouldBe(double.PositiveInfinity);
    }

    // Every parameter, and every option, that is a length of time.
    private static IEnumerable<string> PublicPlaces() => typeof(Scheduler).Assembly.GetExportedTypes()
        .Where(type => type != typeof(Duration))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Cast<MethodBase>().Concat(type.GetConstructors())
            .SelectMany(method => method.GetParameters())
            .Where(parameter => IsTime(parameter.ParameterType))
            .Select(parameter => $"{type.Name}.{parameter.Member.Name.Replace("set_", string.Empty)} {parameter.Name}"))
        .Distinct();

    private static bool IsTime(Type type) =>
        type == typeof(TimeSpan) || type == typeof(TimeSpan?) || type == typeof(Duration) || type == typeof(Duration?);

    // It is still waiting when everything else is over, and can be cancelled.
    private static void IsEndless(Func<Awaitable> make)
    {
        using var test = new TestScheduler();
        test.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(make(), AnyTime), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            Now.ShouldBe(AnyTime);
        }
    }

    // What takes its time comes to its end, and nothing has waited beside it.
    private static void IsNoLimit(Func<Awaitable> make)
    {
        using var test = new TestScheduler();
        test.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable limited = make();
            yield return limited;
            Now.ShouldBe(AnyTime);
        }
    }

    private static void IsRefused(Action action) => Should.Throw<ArgumentOutOfRangeException>(action).Message.ShouldContain("finite");

    private static void NobodyIsReached(SimulationOptions options, Action<Simulation>? arrange = null)
    {
        using var world = new Simulation(seed: 1, options);
        world.AddHost("server", Serve);
        world.AddHost("client", Connect);
        arrange?.Invoke(world);
        world.Run();
        world.Time.ShouldBe(AnyTime);

        static IEnumerator<Awaitable> Serve()
        {
            yield return StartServer(Staying, null, 80);
        }

        static IEnumerator<Awaitable> Connect()
        {
            yield return Settle(WaitFor(OpenConnection("server", 80), AnyTime), out Outcome<CoStream> outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
        }
    }

    private static void DiskIsStuck(SimulationOptions options, Action<SimulatedDisk>? arrange = null)
    {
        using var world = new Simulation(seed: 1, options);
        SimulatedHost host = world.AddHost("host", Flush);
        arrange?.Invoke(host.Disk);
        world.Run();

        static IEnumerator<Awaitable> Flush()
        {
            yield return Settle(WaitFor(SimulatedHost.Current!.Disk.Open("log").Flush(), AnyTime), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
        }
    }

    private static void CrashIsForGood(SimulationOptions options)
    {
        options.CrashesPerHour = 1;
        using var world = new Simulation(seed: 1, options);
        SimulatedHost host = world.AddHost("host", Sleeper);
        world.Run(AnyTime);
        host.IsUp.ShouldBeFalse();
        world.Trace.Lines.ShouldNotContain(static line => line.EndsWith(": restarts", StringComparison.Ordinal));
    }

    private static void TimerFires(TimeSpan dueTime, TimeSpan period, int times)
    {
        var clock = new VirtualClock();
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, dueTime, period);
        clock.Advance(AnyTime);
        fired.ShouldBe(times);
    }

    private static CoServer ServedWithOneVisitor(Func<CoStream, IEnumerator<Awaitable>> handler)
    {
        var place = new MemoryListener(Scheduler.Current);
        CoServer server = place.Serve(handler);
        place.Connect();
        place.Ready!();
        return server;
    }

    private static IEnumerator<Awaitable> Staying(CoStream stream)
    {
        yield return Sleep(AnyTime);
    }

    private static IEnumerator<Awaitable> Within()
    {
        using CoTimeout timeout = Awaitable.Timeout(_infinite);
        yield return Sleep(AnyTime);
        timeout.IsExpired.ShouldBeFalse();
    }

    private static IEnumerator<Awaitable> Sleeper()
    {
        yield return Sleep(AnyTime);
        yield return Return(1);
    }

    private static Future<int> ToFuture()
    {
        var future = new Future<int>();
        Scheduler.Current.CallLater(AnyTime, () => future.SetResult(1));
        return future;
    }

    private static IEnumerator<Awaitable> OneAfterAnother(params Awaitable[] awaitables)
    {
        foreach (Awaitable awaitable in awaitables)
        {
            yield return awaitable;
        }
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }
}
