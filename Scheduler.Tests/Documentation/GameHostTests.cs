using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on game loops: hosts that give a scheduler its Ticks. Their clocks and timers are played by hand here.</summary>
public sealed class GameHostTests : SnippetTest
{
    private static readonly HostTime _host = new();

    [SetUp]
    public void StartHostTime() => _host.Reset();

    [Test]
    public void Thread_SleepsUntilThereIsSomethingToDo()
    {
        using var stop = new CancellationTokenSource();
        CoSignal<string> order = new("order");
        Scheduler? shop = null;
        _host.At(2.52, () => shop!.CallSoonThreadsafe(() => order.Emit("tea")));
        _host.At(3, stop.Cancel);
        Serve(stop.Token);

        // snippet: game-host-thread
        void Serve(CancellationToken stopping)
        {
            using var wake = new AutoResetEvent(false);
            using var onStop = stopping.Register(() => wake.Set());
            using var scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => wake.Set() });
            scheduler.CreateTask(Main(scheduler));
            const double LongestFrame = 0.1;
            var watch = Stopwatch.StartNew();
            while (!stopping.IsCancellationRequested)
            {
                // Who waits for the next frame makes NextDeadline the present time: how long a frame is, is up to the host.
                double due = Math.Max(scheduler.NextDeadline, scheduler.Time + (1 / 60.0));
                wake.WaitOne(TimeSpan.FromSeconds(Math.Clamp(due - watch.Elapsed.TotalSeconds, 0, LongestFrame)));
                scheduler.Tick(Math.Max(watch.Elapsed.TotalSeconds - scheduler.Time, 0));
            }
        }
        // end-snippet

        IEnumerator<Awaitable> Main(Scheduler scheduler)
        {
            shop = scheduler;
            Console.WriteLine($"{Now:0.0} s  open");
            yield return Sleep(1.0);
            Console.WriteLine($"{Now:0.0} s  still nobody");
            yield return order.Next().Into(out var what);
            Console.WriteLine($"{Now:0.0} s  {what.Result}");
        }

        Console.ShouldRead("0.0 s  open", "1.0 s  still nobody", "2.5 s  tea");
        _host.Waits.ShouldBeLessThan(40, "a host that is woken needs no busy loop");
    }

    [Test]
    public void Ui_IsWokenByATimerAndByPosts()
    {
        var ui = new Ui();
        var click = new CoSignal("click");
        ui.Run(() =>
        {
            // snippet: game-host-ui
            Scheduler scheduler = null!;
            var timer = new DispatcherTimer();
            var watch = Stopwatch.StartNew();
            scheduler = new Scheduler(new SchedulerOptions { WakeUp = () => ui.Post(RunFrame) });
            timer.Tick += (_, _) => RunFrame();
            scheduler.CreateTask(Main());

            void RunFrame()
            {
                timer.Stop();
                scheduler.Tick(Math.Max(watch.Elapsed.TotalSeconds - scheduler.Time, 0));
                timer.Interval = TimeSpan.FromSeconds(Math.Clamp(scheduler.NextDeadline - scheduler.Time, 1 / 60.0, 0.1));
                timer.Start();
            }

            void OnClick(object? sender, EventArgs e)
            {
                RunFrame();                                      // up to this moment
                click.Emit();                                    // what it wakes, runs in the next frame, from this moment on
            }
            // end-snippet

            _host.At(2.52, () => ui.Post(() => OnClick(null, EventArgs.Empty)));
        });

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1.0);
            Console.WriteLine($"{Now:0.0} s  hello");
            yield return click.Next();
            Console.WriteLine($"{Now:0.00} s  clicked");
        }

        Console.ShouldRead("1.0 s  hello", "2.52 s  clicked");
    }

    [Test]
    public void Bot_RunsWithoutFrames()
    {
        // snippet: game-bot
        Scheduler.Run(Bot(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        IEnumerator<Awaitable> Bot()
        {
            double position = 0;
            yield return Await(Tween(0, 10, 600.0, Easing.InOutQuad, x => position = x));    // in a run, 60 steps a second
            Console.WriteLine($"{Now} s  arrived at {position}");
            yield return Sleep(3600);
            Console.WriteLine($"{Now} s  home again");
        }
        // end-snippet

        Console.ShouldRead("600 s  arrived at 10", "4200 s  home again");
    }

    /// <summary>What the clock shows, and what comes from outside at which moment.</summary>
    private sealed class HostTime
    {
        private readonly SortedList<double, Action> _events = [];

        internal double Now { get; private set; }

        internal int Waits { get; private set; }

        internal void Reset()
        {
            Now = 0;
            Waits = 0;
            _events.Clear();
        }

        internal void At(double time, Action action) => _events.Add(time, action);

        /// <summary>Time passes until a moment, or until something has come that is waited for.</summary>
        internal void WaitUntil(double time, Func<bool> isOver)
        {
            Waits++;
            while (!isOver() && _events.Count > 0 && _events.Keys[0] <= time)
            {
                Now = _events.Keys[0];
                Action action = _events.Values[0];
                _events.RemoveAt(0);
                action();
            }

            if (!isOver())
            {
                Now = time;
            }
        }
    }

    private sealed class Stopwatch
    {
        private readonly double _start = _host.Now;

        internal TimeSpan Elapsed => TimeSpan.FromSeconds(_host.Now - _start);

        internal static Stopwatch StartNew() => new();
    }

    private sealed class AutoResetEvent(bool isSet) : IDisposable
    {
        private bool _isSet = isSet;

        public void Dispose() => _isSet = false;

        internal void Set() => _isSet = true;

        internal void WaitOne(TimeSpan time)
        {
            _host.WaitUntil(_host.Now + time.TotalSeconds, () => _isSet);
            _isSet = false;
        }
    }

    private sealed class DispatcherTimer
    {
        private static DispatcherTimer? _started;
        private double _due;

        internal event EventHandler? Tick;

        internal TimeSpan Interval { private get; set; }

        internal static double Due => _started?._due ?? double.PositiveInfinity;

        internal static void Raise()
        {
            DispatcherTimer timer = _started!;
            timer.Start();
            timer.Tick!(timer, EventArgs.Empty);
        }

        internal void Start()
        {
            _started = this;
            _due = _host.Now + Interval.TotalSeconds;
        }

        internal void Stop() => _started = null;
    }

    /// <summary>The message loop of a window, for four seconds.</summary>
    private sealed class Ui
    {
        private const double End = 4.0;

        private readonly Queue<Action> _posted = new();

        internal void Post(Action action) => _posted.Enqueue(action);

        internal void Run(Action start)
        {
            Post(start);
            while (_host.Now < End)
            {
                while (_posted.TryDequeue(out Action? action))
                {
                    action();
                }

                double due = Math.Min(DispatcherTimer.Due, End);
                _host.WaitUntil(due, () => _posted.Count > 0);
                if (_posted.Count == 0 && due < End)
                {
                    DispatcherTimer.Raise();
                }
            }
        }
    }
}
