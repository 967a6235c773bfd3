using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>The same inputs and frame times give the same trace, to the last bit.</summary>
public class GameReplayTests
{
    private const int Actors = 1000;

    // The long one comes to orders that are rare, and plays long enough for whatever is cleared away now and then.
    [TestCase(20_260_101, 3000)]
    [TestCase(20_260_101, 100_000, Category = "Nightly")]
    public void Frames_OfAThousandCoroutines_RepeatTheirTraceFromTheSeed(int seed, int frames)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        List<ulong> first = new Play(seed).Run(frames);
        List<ulong> second = new Play(seed).Run(frames);

        int same = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
        same.ShouldBe(frames, $"the first frame that differs is {same + 1}");
    }

    // A change of this number is a change of the order in which things happen, or of a time.
    [TestCase(1, 3000, 12_858_759_095_320_599_480UL)]
    [TestCase(2, 3000, 6_059_992_145_863_114_850UL)]
    public void Frames_OfAThousandCoroutines_HaveTheRecordedTrace(int seed, int frames, ulong expected)
    {
        var play = new Play(seed);
        ulong hash = play.Run(frames)[^1];
        TestContext.Out.WriteLine($"seed {seed}: {hash}, {play.Events} events of each kind: {play.Kinds}");
        play.Events.ShouldBeGreaterThan(40_000);
        hash.ShouldBe(expected);
    }

    [Test]
    public void Frames_OfAnotherSeed_HaveAnotherTrace() =>
        new Play(3).Run(100)[^1].ShouldNotBe(new Play(4).Run(100)[^1]);

    /// <summary>Actors that start, stop, pause, slow down and fail at random. Each event goes into a hash, with its time.</summary>
    private sealed class Play
    {
        private static readonly FramePhase _physics = FramePhase.Fixed("physics", 1.0 / 50, maxSteps: 3);
        private static readonly FramePhase _late = new("late");
        private static readonly FramePhase _loading = FramePhase.Background("loading", 0.001);

        private readonly Random _random;
        private readonly List<CoTask> _alive = [];
        private readonly List<CoGroup> _groups = [];
        private readonly CoSignal<int> _signal = new();
        private readonly int[] _kinds = new int[12];
        private Scheduler _scheduler = null!;
        private ulong _hash = 14_695_981_039_346_656_037;
        private int _created;

        internal Play(int seed) => _random = new Random(seed);

        internal long Events { get; private set; }

        internal string Kinds => string.Join(" ", _kinds);

        /// <summary>Plays so many frames.</summary>
        /// <returns>The hash of the trace after each of them.</returns>
        internal List<ulong> Run(int frames)
        {
            var hashes = new List<ulong>(frames);
            using var scheduler = new Scheduler(new SchedulerOptions
            {
                Phases = [_physics, FramePhase.Update, _late, _loading],
                TimeProvider = new VirtualClock(),
                ExceptionHandler = _ => { }, // told when the garbage collector has found that nobody can look any more
            });
            _scheduler = scheduler;
            for (int i = 0; i < 8; i++)
            {
                _groups.Add(i < 3 ? new CoGroup(scheduler) : new CoGroup(_groups[_random.Next(i)]));
            }

            for (int frame = 0; frame < frames; frame++)
            {
                _alive.RemoveAll(static task => task.IsDone);
                for (int i = _alive.Count; i < Actors; i++)
                {
                    Start();
                }

                Direct();
                scheduler.Tick(_random.Next(50) == 0 ? _random.NextDouble() / 4 : 1.0 / 60);
                Note(1);
                hashes.Add(_hash);
            }

            _alive.Clear();
            return hashes;
        }

        private void Start()
        {
            int number = ++_created;
            CoTask task = _random.Next(4) == 0
                ? _scheduler.CreateTask(Act(number))
                : _groups[_random.Next(_groups.Count)].CreateTask(Act(number));
            if (_random.Next(50) == 0)
            {
                task.Priority = _random.Next(-2, 3);
            }

            _alive.Add(task);
        }

        // What comes from outside of the coroutines, between two frames.
        private void Direct()
        {
            CoGroup group = _groups[_random.Next(_groups.Count)];
            switch (_random.Next(60))
            {
                case 0:
                    group.Pause();
                    break;
                case < 4:
                    group.Resume();
                    break;
                case 4:
                    group.TimeScale = _random.Next(5) / 2.0;
                    break;
                case 5:
                    _signal.Emit(_random.Next());
                    break;
                default:
                    break;
            }

            // A group that stays paused for long gathers all the actors.
            if (_scheduler.FrameCount % 400 == 399)
            {
                foreach (CoGroup each in _groups)
                {
                    each.Resume();
                    each.TimeScale = 1;
                }
            }
        }

        private IEnumerator<Awaitable> Act(int number)
        {
            try
            {
                while (true)
                {
                    int kind = _random.Next(400);
                    Note(number);
                    switch (kind)
                    {
                        case 0:
                            _kinds[0]++;
                            throw new FormatException();
                        case < 3:
                            _kinds[1]++;
                            yield break;
                        case < 6:
                            _kinds[2]++;
                            CoTask other = _alive[_random.Next(_alive.Count)];
                            other.Cancel();
                            yield return null;
                            break;
                        case 6:
                            _kinds[3]++;
                            CoGroup group = _groups[_random.Next(_groups.Count)];
                            group.Pause();
                            _scheduler.CallLater(_random.NextDouble() / 2, group.Resume);
                            yield return null;
                            break;
                        case 7:
                            _kinds[4]++;
                            _groups[_random.Next(_groups.Count)].TimeScale = _random.Next(1, 9) / 4.0;
                            break;
                        case < 20:
                            _kinds[5]++;
                            yield return _random.Next(2) == 0 ? NextPhase(_late) : NextPhase(_physics);
                            break;
                        case < 24:
                            _kinds[6]++;
                            yield return NextPhase(_loading);
                            break;
                        case < 40:
                            _kinds[7]++;
                            yield return WaitFrames(_random.Next(1, 90));
                            break;
                        case < 44:
                            _kinds[8]++;
                            yield return _signal.Next().Into(out var told);
                            Note(told.Result);
                            break;
                        case 44:
                            _kinds[9]++;
                            _signal.Emit(number);
                            yield return null;
                            break;
                        case < 50:
                            _kinds[10]++;
                            yield return Settle(Await(Sometimes(number)), out var outcome);
                            Note(outcome.IsSuccess ? 2 : 3);
                            break;
                        case < 60:
                            yield return null;
                            break;
                        default:
                            _kinds[11]++;
                            yield return Sleep(0.2 + (_random.NextDouble() * 2));
                            break;
                    }
                }
            }
            finally
            {
                Note(-number);
            }
        }

        private IEnumerator<Awaitable> Sometimes(int number)
        {
            yield return Sleep(_random.NextDouble());
            if (number % 3 == 0)
            {
                throw new FormatException();
            }
        }

        private void Note(long what)
        {
            Events++;
            Mix((ulong)what);
            Mix((ulong)BitConverter.DoubleToInt64Bits(_scheduler.Time));
        }

        private void Mix(ulong value) => _hash = (_hash ^ value) * 1_099_511_628_211;
    }
}
