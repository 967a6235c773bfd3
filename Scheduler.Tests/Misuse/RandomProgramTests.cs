using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Random programs of coroutines that await, settle, fail, cancel each other and clean up. Whatever they do, each frame
/// is closed once, no deferred coroutine runs twice, and a witness takes one step per iteration.
/// </summary>
public sealed class RandomProgramTests
{
    private const int Iterations = 60;

    private readonly List<CoTask> _tasks = [];
    private readonly List<Future> _futures = [];
    private Rig _rig = null!;
    private Random _random = null!;
    private int _opened;
    private int _closed;
    private int _deferred;
    private int _ran;
    private int _witnessed;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerable<int> Seeds() => Enumerable.Range(1, 300);

    [TestCaseSource(nameof(Seeds))]
    public void RandomProgram_LeavesNothingOpen_AndDisturbsNobody(int seed)
    {
        _random = new Random(seed);
        _rig.Start(Witness(), "witness");
        for (int i = 0; i < 8; i++)
        {
            Spawn();
        }

        for (int i = 1; i <= Iterations; i++)
        {
            _rig.Iterate();
            _witnessed.ShouldBe(i);
            Meddle();
        }

        _rig.Scheduler.Dispose();

        _tasks.ShouldAllBe(task => task.IsDone);
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
        _closed.ShouldBe(_opened);
        _ran.ShouldBeLessThanOrEqualTo(_deferred);
        _rig.Reports.Select(report => report.Exception).OfType<InvalidStateException>().ShouldBeEmpty();
    }

    private IEnumerator<Awaitable> Witness()
    {
        while (_witnessed < Iterations)
        {
            _witnessed++;
            yield return null;
        }
    }

    private void Spawn()
    {
        if (_tasks.Count < 200)
        {
            _tasks.Add(_rig.Start(Frame(4)));
        }
    }

    /// <summary>What happens from outside, between two iterations.</summary>
    private void Meddle()
    {
        switch (_random.Next(8))
        {
            case 0:
                Pick(_tasks)?.Cancel();
                break;
            case 1:
                Pick(_tasks)?.Uncancel();
                break;
            case 2:
                Complete(Pick(_futures));
                break;
            case 3:
                Spawn();
                break;
            default:
                _rig.Clock.Advance(1);
                break;
        }
    }

    private void Complete(Future? future)
    {
        if (future is { IsDone: false })
        {
            if (_random.Next(2) == 0)
            {
                future.SetResult();
            }
            else
            {
                future.SetException(new IOException("of a future"));
            }
        }
    }

    private IEnumerator<Awaitable> Frame(int depth)
    {
        _opened++;
        if (_random.Next(4) == 0)
        {
            _deferred++;
            Defer(Deferred());
        }

        try
        {
            for (int i = _random.Next(4); i >= 0; i--)
            {
                yield return Next(depth);
                switch (_random.Next(12))
                {
                    case 0:
                        throw new IOException("of a body");
                    case 1:
                        yield return Return(i);
                        break;
                    case 2:
                        CoTask.Current!.Cancel();
                        break;
                    case 3:
                        Spawn();
                        break;
                    case 4:
                        Pick(_tasks)?.Cancel();
                        break;
                }
            }
        }
        finally
        {
            _closed++;
            if (_random.Next(8) == 0)
            {
                Rig.Throw("of a finally");
            }
        }
    }

    private Awaitable Next(int depth) => _random.Next(depth > 0 ? 12 : 6) switch
    {
        0 => null,
        1 => Sleep(_random.Next(4)),
        2 => Sleep(double.PositiveInfinity),
        3 => NewFuture(),
        4 => Pick(_tasks),
        5 => WaitUntil(() => _random.Next(3) == 0 || (_random.Next(9) == 0 ? throw new IOException("of a predicate") : false)),
        6 => Await(Frame(depth - 1)),
        7 => Settle(Frame(depth - 1), out _),
        8 => Settle(Frame(depth - 1), out _, includeCancellation: true),
        9 => Try(Frame(depth - 1)).Catch<IOException>(_ => Frame(depth - 1)).Finally(Cleanup),
        10 => Try(Next(depth - 1)).Catch<CancelledException>(_ => { }).Finally(() => { }),
        _ => Settle(Next(depth - 1), out _, includeCancellation: true),
    };

    private IEnumerator<Awaitable> Deferred()
    {
        _ran++;
        yield return Next(0);
    }

    private IEnumerator<Awaitable> Cleanup()
    {
        yield return Next(0);
    }

    private Future NewFuture()
    {
        var future = new Future(_rig.Scheduler);
        _futures.Add(future);
        return future;
    }

    private T? Pick<T>(List<T> list)
        where T : class => list.Count == 0 ? null : list[_random.Next(list.Count)];
}
