using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Stopping a coroutine of a game loop, and what may come at once after it.</summary>
public sealed class TickCancelTests
{
    private readonly Scheduler _scheduler = new();
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void StopAndRestart_OfOneThatYieldsBare_ClosesTheOldOneFirst()
    {
        CoTask old = _scheduler.CreateTask(Flash("old"));
        _scheduler.Tick(0.1);
        _scheduler.Tick(0.1);

        old.Cancel();
        _scheduler.CreateTask(Flash("new"));
        _scheduler.Tick(0.1);

        _log.ShouldBe(["old set", "old frame", "old reset", "new set"]);
        old.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void CancelledYielder_ThatSwallowsTheCancel_IsSteppedOnceAFrameFromThenOn()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            yield return Settle(Forever(), out _, includeCancellation: true);
            for (int frame = 0; frame < 3; frame++)
            {
                _log.Add($"frame {frame}");
                yield return null;
            }
        }

        CoTask stubborn = _scheduler.CreateTask(Stubborn());
        _scheduler.Tick(0.1);
        stubborn.Cancel();

        for (int i = 0; i < 5; i++)
        {
            _log.Add("tick");
            _scheduler.Tick(0.1);
        }

        _log.ShouldBe(["tick", "frame 0", "tick", "frame 1", "tick", "frame 2", "tick", "tick"]);
        stubborn.IsDone.ShouldBeTrue();
    }

    [Test]
    public void CancelledTwiceInOneFrame_IsClosedOnce_AndTheOthersKeepTheirOrder()
    {
        CoTask[] tasks = [.. Enumerable.Range(0, 4).Select(i => _scheduler.CreateTask(Flash($"{i}")))];
        _scheduler.Tick(0.1);
        _log.Clear();

        tasks[1].Cancel();
        tasks[1].Cancel();
        tasks[3].Cancel();
        _scheduler.Tick(0.1);
        _scheduler.Tick(0.1);

        _log.ShouldBe(["1 reset", "3 reset", "0 frame", "2 frame", "0 frame", "2 frame"]);
    }

    [Test]
    public void Stop_InsideATick_IsNoWordOnALaterRun()
    {
        _scheduler.CallSoon(_scheduler.Stop);
        _scheduler.Tick(0.1);

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            yield return null;
            _log.Add("main ended");
        }

        _scheduler.RunUntilComplete(Main());
        _log.ShouldBe(["main ended"]);
    }

    [Test]
    public void Tick_BeyondAllTime_IsRefusedAndHarmless()
    {
        _scheduler.Tick(double.MaxValue);

        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.Tick(double.MaxValue));

        _scheduler.CreateTask(Flash("a"));
        _scheduler.Tick(0.1);
        _log.ShouldBe(["a set"]);
    }

    private static IEnumerator<Awaitable> Forever()
    {
        while (true)
        {
            yield return null;
        }
    }

    private IEnumerator<Awaitable> Flash(string name)
    {
        try
        {
            _log.Add($"{name} set");
            while (true)
            {
                yield return null;
                _log.Add($"{name} frame");
            }
        }
        finally
        {
            _log.Add($"{name} reset");
        }
    }
}
