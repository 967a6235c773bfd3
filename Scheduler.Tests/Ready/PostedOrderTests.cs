using Coroutines.Tests.Timers;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Ready;

/// <summary>
/// What other threads bring while the loop waits comes before the timers of that wait (rule 8), however it is brought. The order
/// among callbacks, sockets and timers is CPython's: see the twins of <c>loop.py</c> and <c>sockets.py</c>.
/// </summary>
public class PostedOrderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _log = [];

    [TestCase(SelectorKind.Default)]
    [TestCase(SelectorKind.Portable)]
    public void CallSoonThreadsafe_WhileTheLoopWaits_RunsBeforeTheTimersOfThatWait(SelectorKind selector)
    {
        using Scheduler scheduler = NewScheduler(selector);
        CoTask sleeper = scheduler.CreateTask(Sleeper());
        Meanwhile(() => scheduler.CallSoonThreadsafe(() => sleeper.Cancel()));

        scheduler.RunUntilComplete(Settle(sleeper, out Outcome outcome, includeCancellation: true));

        outcome.IsCancelled.ShouldBeTrue();
        _log.ShouldBeEmpty();
    }

    [Test]
    public void DotNetTask_ThatEndsWhileTheLoopWaits_ComesBeforeTheTimersOfThatWait()
    {
        var source = new TaskCompletionSource();
        Meanwhile(source.SetResult);

        CancelSleeperAfter(() => Await(source.Task));
    }

    [Test]
    public void ToThread_ThatReturnsWhileTheLoopWaits_ComesBeforeTheTimersOfThatWait()
    {
        using var mayReturn = new ManualResetEventSlim();
        using var pool = new CoThreadPool(1);
        Meanwhile(() =>
        {
            mayReturn.Set();

            // It has returned when this has.
            pool.Dispose();
        });

        CancelSleeperAfter(() => RunInExecutor(pool, mayReturn.Wait));
    }

    [Test]
    public void RunCoroutineThreadsafe_WhileTheLoopWaits_BecomesATaskBeforeTheTimersOfThatWait()
    {
        using Scheduler scheduler = NewScheduler();
        CoTask sleeper = scheduler.CreateTask(Sleeper());
        Meanwhile(() => scheduler.RunCoroutineThreadsafe(Begin()));

        scheduler.RunUntilComplete(sleeper);

        // Its first step is in the iteration after, as that of any task, and so is the sleeper's, behind it.
        _log.ShouldBe(["begins", "woke"]);

        IEnumerator<Awaitable> Begin()
        {
            _log.Add("begins");
            yield break;
        }
    }

    [Test]
    public void CallSoonThreadsafe_WhileAPredicateIsAsked_RunsBeforeTheClockJumps()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), PredicateInterval = 100 });
        int asked = 0;
        scheduler.CallLater(5, () => _log.Add($"timer at {scheduler.Time}"));

        scheduler.RunUntilComplete(WaitUntil(() =>
        {
            if (++asked == 1)
            {
                OnAnotherThread(() => scheduler.CallSoonThreadsafe(() => _log.Add($"posted at {scheduler.Time}")));
            }

            return _log.Count == 2;
        }));

        _log.ShouldBe(["posted at 0", "timer at 5"]);
    }

    [Test]
    public void CallSoonThreadsafe_JustBeforeTheClockIsRead_RunsBeforeTheTimersThatAreDueThen()
    {
        using Scheduler scheduler = NewScheduler();
        scheduler.CallLater(1, () => _log.Add("timer"));
        scheduler.CallLater(1, scheduler.Stop);
        bool isPosted = false;
        scheduler.CallSoon(() => _clock.Looked = () =>
        {
            // The time has come before the loop looks how long it has to wait.
            if (!isPosted)
            {
                isPosted = true;
                OnAnotherThread(() => scheduler.CallSoonThreadsafe(() => _log.Add("posted")));
                _clock.Advance(10);
            }
        });

        scheduler.RunForever();

        _log.ShouldBe(["posted", "timer"]);
    }

    private Scheduler NewScheduler(SelectorKind selector = SelectorKind.Default) =>
        new(new SchedulerOptions { TimeProvider = _clock, Selector = selector });

    private void Meanwhile(Action action) => _clock.Meanwhile = () =>
    {
        _clock.Advance(10);
        action();
    };

    // Waits for what another thread brings, and then cancels a sleeper whose time has come in the same wait.
    private void CancelSleeperAfter(Func<Awaitable> bring)
    {
        using Scheduler scheduler = NewScheduler();
        scheduler.RunUntilComplete(Main());

        _log.ShouldBe(["cancelled"]);

        IEnumerator<Awaitable> Main()
        {
            CoTask sleeper = CreateTask(Sleeper());
            yield return bring();
            sleeper.Cancel();
            yield return Settle(sleeper, out Outcome outcome, includeCancellation: true);
            _log.Add(outcome.ToString());
        }
    }

    private IEnumerator<Awaitable> Sleeper()
    {
        yield return Sleep(1);
        _log.Add("woke");
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
