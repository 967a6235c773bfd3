using System.Diagnostics.Metrics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Metrics;

/// <summary>The meter <c>Coroutines</c>, read as dotnet-counters and OpenTelemetry read it.</summary>
internal sealed class SchedulerMetricsTests
{
    // A scheduler looks whether somebody listens at least this often, in iterations.
    private const int Settling = 64;

    [Test]
    public void TasksAndSteps_AreCounted_WhileSomebodyListens()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "counted", TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        long stepsBefore = 0;
        scheduler.RunUntilComplete(Main());
        Dictionary<string, long> values = meter.Of("counted");
        values["coroutines.tasks.started"].ShouldBe(1 + 3);
        values["coroutines.tasks.failed"].ShouldBe(1);
        values["coroutines.tasks"].ShouldBe(0);

        // Three of the main task from here on, two of the failing one, one of each short one, and the callback that ends the run.
        (values["coroutines.steps"] - stepsBefore).ShouldBe(3 + 2 + 2 + 1);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Yields(Settling + 1));
            stepsBefore = meter.Of("counted")["coroutines.steps"];
            CoTask failing = CreateTask(Failing());
            CreateTask(Short());
            CreateTask(Short());
            yield return Settle(failing, out _);
            yield return Sleep(1);
        }
    }

    [Test]
    public void TasksTimersAndWhatIsReady_AreTold_FromAnotherThread()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "gauges" });
        using var cancel = new CancellationTokenSource();
        Dictionary<string, long> values = [];
        scheduler.RunUntilComplete(Main());
        values["coroutines.tasks"].ShouldBe(11);
        values["coroutines.timers"].ShouldBe(10);

        IEnumerator<Awaitable> Main()
        {
            CoTask[] sleepers = [.. Enumerable.Range(0, 10).Select(static _ => CreateTask(Sleeping()))];
            yield return Await(Yields(Settling + 1));
            yield return Await<Dictionary<string, long>>(Task.Run(() => meter.Of("gauges"))).Into(out Awaitable<Dictionary<string, long>> read);
            values = read.Result;
            Array.ForEach(sleepers, static sleeper => sleeper.Cancel());
            yield return GatherOutcomes(sleepers);
        }
    }

    [Test]
    public void Frames_AreMeasured_AndThoseThatTookTooLongAreCounted()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "frames" });
        scheduler.CreateTask(Yields(1000));
        for (int i = 0; i < Settling; i++)
        {
            scheduler.Tick(1000);
        }

        int before = meter.Measured("coroutines.frame.duration");
        long overrunsBefore = meter.Of("frames")["coroutines.frames.overruns"];
        for (int i = 0; i < 10; i++)
        {
            scheduler.Tick(1000);
        }

        scheduler.Tick(0);
        (meter.Measured("coroutines.frame.duration") - before).ShouldBe(11);

        // No time was given for it, so it took too much.
        (meter.Of("frames")["coroutines.frames.overruns"] - overrunsBefore).ShouldBe(1);
    }

    [Test]
    public void StepsAndIterations_AreMeasured()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "measured" });
        scheduler.RunUntilComplete(Yields(3 * Settling));
        long steps = meter.Of("measured")["coroutines.steps"];
        steps.ShouldBeGreaterThan(Settling);
        meter.Measured("coroutines.step.duration").ShouldBe((int)steps);
        meter.Measured("coroutines.loop.lag").ShouldBeInRange((int)steps - 2, (int)steps);
    }

    [Test]
    public void ExceptionThatNobodyLooksAt_IsCounted()
    {
        using var meter = new Reading();
        var scheduler = new Scheduler(new SchedulerOptions { Name = "unseen", TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        scheduler.CreateTask(Yields(1000));
        for (int i = 0; i < Settling; i++)
        {
            scheduler.Tick(0.1);
        }

        scheduler.CreateTask(Failing());
        scheduler.Tick(0.1);
        scheduler.Tick(0.1);
        meter.Of("unseen")["coroutines.tasks.unseen_failures"].ShouldBe(1);

        // What has ended counts on.
        scheduler.Dispose();
        meter.Of("unseen")["coroutines.tasks.unseen_failures"].ShouldBe(1);
        meter.Of("unseen")["coroutines.tasks"].ShouldBe(0);
    }

    [Test]
    public void ExceptionThatIsReportedWhenTheSchedulerEnds_IsCounted()
    {
        using var meter = new Reading();
        using (var scheduler = new Scheduler(new SchedulerOptions { Name = "late", TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } }))
        {
            scheduler.RunUntilComplete(Main());
        }

        meter.Of("late")["coroutines.tasks.unseen_failures"].ShouldBe(1);

        static IEnumerator<Awaitable> Main()
        {
            yield return Await(Yields(Settling + 1));
            CreateTask(Failing());
            yield return null;
            yield return null;
        }
    }

    [Test]
    public void Iteration_IsMeasuredBeforeTheLoopWaits_AndTheLastOneToo()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "lag", TimeProvider = new VirtualClock() });
        int atTheSleep = 0;
        int afterIt = 0;
        scheduler.RunUntilComplete(Main());

        // The one before the step that falls asleep, which is told of at the end of that step, and the one of that step.
        afterIt.ShouldBe(atTheSleep + 2);

        // Its last step, and the callback that ends the run.
        meter.Measured("coroutines.loop.lag").ShouldBe(afterIt + 2);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Yields(Settling + 1));
            atTheSleep = meter.Measured("coroutines.loop.lag");
            yield return Sleep(10);
            afterIt = meter.Measured("coroutines.loop.lag");
        }
    }

    [Test]
    public void SchedulersThatHaveEnded_AreOneSum_AlsoIfNobodyEverAsksForIt()
    {
        using var meter = new Reading();
        int before = SchedulerMeter.KeptCount;
        for (int i = 0; i < 500; i++)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { Name = "many", TimeProvider = new VirtualClock() });
            scheduler.RunUntilComplete(Yields(1));
            scheduler.RunUntilComplete(Yields(1));
        }

        SchedulerMeter.KeptCount.ShouldBeLessThan(Math.Max(2 * before, 200));
    }

    [Test]
    public void SchedulerOfALivePage_IsNotMeasured()
    {
        using var meter = new Reading();
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "shown" });
        using Dashboard dashboard = scheduler.ServeDashboard();
        using var client = new HttpClient();
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Get, dashboard.Address));
        }

        meter.Of("dashboard").ShouldBeEmpty();
    }

    [Test]
    public void SchedulersOfOneName_AreOneNumber_AlsoWhenSomeHaveEnded()
    {
        using var meter = new Reading();
        for (int i = 0; i < 3; i++)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { Name = "worker", TimeProvider = new VirtualClock() });
            scheduler.RunUntilComplete(Main());
        }

        meter.Of("worker")["coroutines.tasks.started"].ShouldBe(3 * (1 + 2));

        static IEnumerator<Awaitable> Main()
        {
            yield return Await(Yields(Settling + 1));
            yield return CreateTask(Short());
            yield return CreateTask(Short());
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AllThatRuns_IsCounted_WhereSomebodyListenedBefore(bool isListenedToFirst)
    {
        const int Children = 20;
        using Reading? early = isListenedToFirst ? new Reading() : null;
        string name = $"from the start, {isListenedToFirst}";
        for (int i = 0; i < 3; i++)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { Name = name, TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
            using Reading? late = isListenedToFirst ? null : new Reading();
            scheduler.RunUntilComplete(Main());
        }

        using var meter = new Reading();
        Dictionary<string, long> values = meter.Of(name);
        values["coroutines.tasks.started"].ShouldBe(3 * (1 + Children));
        values["coroutines.tasks.failed"].ShouldBe(3 * Children);
        values["coroutines.tasks.unseen_failures"].ShouldBe(3 * Children);

        static IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < Children; i++)
            {
                CreateTask(Failing());
            }

            yield return null;
            yield return null;
        }
    }

    [Test]
    public void Scheduler_IsLeftAlone_WhileNobodyListens_AndAgainWhenNobodyDoesAnyMore()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "alone" });
        scheduler.RunUntilComplete(Yields(2 * Settling));
        scheduler.Loop.StepObserver.ShouldBeNull();
        using (new Reading())
        {
            scheduler.RunUntilComplete(Yields(2 * Settling));
            scheduler.Loop.StepObserver.ShouldNotBeNull();
        }

        scheduler.RunUntilComplete(Yields(2 * Settling));
        scheduler.Loop.StepObserver.ShouldBeNull();
    }

    private static IEnumerator<Awaitable> Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Short()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(1000);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new InvalidOperationException("no");
    }

    /// <summary>Listens to all instruments of the meter.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, int> _measured = [];
        private Dictionary<string, long> _values = [];
        private string? _name;

        internal Reading()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Coroutines")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (tags.Length > 0 && Equals(tags[0].Value, _name))
                {
                    _values.Add(instrument.Name, value);
                }
            });
            _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
                _measured[instrument.Name] = Measured(instrument.Name) + 1);
            _listener.Start();
        }

        /// <summary>What the instruments tell of the schedulers of a name.</summary>
        internal Dictionary<string, long> Of(string name)
        {
            _values = [];
            _name = name;
            _listener.RecordObservableInstruments();
            return _values;
        }

        /// <summary>How often something was measured.</summary>
        internal int Measured(string instrument) => _measured.GetValueOrDefault(instrument);

        public void Dispose() => _listener.Dispose();
    }
}
