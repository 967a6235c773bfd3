using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>
/// A frame in which nothing can happen is passed by a short way. Whoever looks must find no difference: random programs, with long
/// stretches of idle frames between their actions, play beside a twin that is watched and therefore never takes the short way.
/// </summary>
public sealed class IdleFrameTests
{
    private const double FrameTime = 1.0 / 64;

    [Test]
    public void IdleFrames_ChangeNothingThatAnybodySees([Range(1, 60)] int seed)
    {
        var plain = new Game(seed, isWatched: false);
        var watched = new Game(seed, isWatched: true);
        plain.Play();
        watched.Play();

        plain.Log.ShouldBe(watched.Log);
    }

    [Test]
    public void IdleFrame_AfterManyOthers_TakesTheShortWay()
    {
        using var rig = new Rig();
        rig.Start(Sleeper());
        long looked = 0;
        for (int i = 0; i < 1000; i++)
        {
            rig.Scheduler.Tick(FrameTime);
            looked += rig.Scheduler.Frames.LastWasPassed ? 0 : 1;
        }

        // The first ones, and now and then one more.
        looked.ShouldBeInRange(200, 300);
        rig.Scheduler.Time.ShouldBe(1000 * FrameTime);
        rig.Scheduler.FrameCount.ShouldBe(1000);
        rig.Scheduler.StatusOf(FramePhase.Update).Runs.ShouldBe(1000);

        static IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(1e6);
        }
    }

    [Test]
    public void IdleFrame_AfterARunByTheRealClock_AndAnEagerStart_IsRunAtFirst()
    {
        using var scheduler = new Scheduler();
        for (int i = 0; i < 1000; i++)
        {
            scheduler.Tick(FrameTime);
        }

        scheduler.RunUntilComplete(Noop());
        scheduler.CreateTask(Noop(), eager: true);
        double before = scheduler.Time;
        scheduler.Tick(FrameTime);

        (scheduler.Time - before).ShouldBeGreaterThanOrEqualTo(FrameTime);
        scheduler.Frames.LastWasPassed.ShouldBeFalse();

        static IEnumerator<Awaitable> Noop()
        {
            yield break;
        }
    }

    private sealed class Game
    {
        private static readonly FramePhase _late = new("late");
        private static readonly FramePhase _background = FramePhase.Background("background", 1);

        private readonly Random _random;
        private readonly Scheduler _scheduler;
        private readonly CoGroup _group;
        private readonly CoSignal<int> _signal = new();
        private readonly List<CoTask> _tasks = [];
        private Future _future;

        internal Game(int seed, bool isWatched)
        {
            _random = new Random(seed);
            _scheduler = new Scheduler(new SchedulerOptions
            {
                TimeProvider = new VirtualClock(),
                Phases = [FramePhase.Update, _late, _background],
                ExceptionHandler = report => Log.Add($"{_scheduler!.FrameCount} reported {report.Exception?.Message}"),
            });
            _group = new CoGroup(_scheduler);
            _future = new Future(_scheduler);
            if (isWatched)
            {
                _scheduler.Loop.StepObserver = new Watch();
            }
        }

        internal List<string> Log { get; } = [];

        internal void Play()
        {
            using (_scheduler)
            {
                for (int i = 0; i < 40; i++)
                {
                    Act(i);
                    int frames = _random.Next(3) == 0 ? _random.Next(800) : _random.Next(5);
                    for (int frame = 0; frame < frames; frame++)
                    {
                        _scheduler.Tick(_random.Next(10) == 0 ? 0 : FrameTime);
                    }

                    Log.Add($"{_scheduler.FrameCount} {_scheduler.Time} {_scheduler.FrameTime} {_group.Time} {_scheduler.NextDeadline} {_scheduler.StatusOf(_late).Runs}");
                }
            }
        }

        private void Act(int number)
        {
            string name = $"a{number}";
            switch (_random.Next(16))
            {
                case 0:
                    _scheduler.CallSoon(() => Note(name));
                    break;
                case 1:
                    _scheduler.CallSoonThreadsafe(() => Note(name));
                    break;
                case 2:
                    _scheduler.CallLater(_random.Next(100) * FrameTime, () => Note(name));
                    break;
                case 3:
                    if (!_future.IsDone)
                    {
                        _future.SetResult();
                    }

                    _future = new Future(_scheduler);
                    break;
                case 4:
                    (_group.IsPaused ? (Action)_group.Resume : _group.Pause)();
                    break;
                case 5:
                    _group.TimeScale = _random.Next(1, 5) / 2.0;
                    break;
                case 6:
                    _signal.Emit(number);
                    break;
                case 7 when _tasks.Count > 0:
                    _tasks[_random.Next(_tasks.Count)].Cancel();
                    break;
                case 8:
                    new Future(_scheduler).SetException(new IOException(name));
                    break;
                case 9:
                    _scheduler.Stop();
                    break;
                case 10:
                    // Frames, then a run, then frames.
                    _scheduler.Tick(0);
                    _scheduler.RunUntilComplete(Rest());
                    break;
                default:
                    IEnumerator<Awaitable> coroutine = Steps(name, _random.Next(1, 4));
                    _tasks.Add(_random.Next(2) == 0 ? _group.CreateTask(coroutine, name) : _scheduler.CreateTask(coroutine, name));
                    break;
            }
        }

        private IEnumerator<Awaitable> Rest()
        {
            yield return Sleep(_random.Next(10) * FrameTime);
        }

        private IEnumerator<Awaitable> Steps(string name, int count)
        {
            try
            {
                for (int i = 0; i < count; i++)
                {
                    yield return Wait(_random.Next(9));
                    Note($"{name} {DeltaTime} {Awaitable.Now}");
                }
            }
            finally
            {
                Note($"{name} ends");
            }
        }

        private Awaitable Wait(int kind)
        {
            long frame = _scheduler.FrameCount + _random.Next(1000);
            return kind switch
            {
                0 => null,
                1 => WaitFrames(_random.Next(1000)),
                2 => NextPhase(_late),
                3 => NextPhase(_background),
                4 => WaitUntil(() => _scheduler.FrameCount >= frame || !_scheduler.Loop.YieldsToNextFrame),
                5 => _signal.Next(),
                6 => _future,
                _ => Sleep(_random.Next(1000) * FrameTime),
            };
        }

        private void Note(string what) => Log.Add($"{_scheduler.FrameCount} {_scheduler.Time} {what}");
    }

    private sealed class Watch : IStepObserver
    {
        public void Starting(IRunnable item)
        {
        }

        public void Finished(IRunnable item)
        {
        }
    }
}
