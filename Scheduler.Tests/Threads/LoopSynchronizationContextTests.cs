using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>The code behind an <c>await</c> comes back on the loop, where the scheduler has a SynchronizationContext.</summary>
public sealed class LoopSynchronizationContextTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    [Test]
    public void CodeBehindAnAwait_ComesBackOnTheLoop_InAnIterationOfItsOwn()
    {
        int loop = Environment.CurrentManagedThreadId;
        Run(Main());
        _log.ShouldBe(["0 coroutine", "60 behind the delay, here", "60 coroutine"]);

        IEnumerator<Awaitable> Main()
        {
            Log("coroutine");
            var done = new TaskCompletionSource();

            // What the compiler makes of: await Task.Delay(…);
            Task.Delay(TimeSpan.FromMinutes(1), _clock).GetAwaiter().OnCompleted(() =>
            {
                Log(Environment.CurrentManagedThreadId == loop ? "behind the delay, here" : "behind the delay, elsewhere");
                done.SetResult();
            });
            CreateTask(Sleeper());
            yield return Await(done.Task);
            Log("coroutine");
        }

        static IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(3600);
        }
    }

    [Test]
    public void Context_IsTheSchedulers_WhileItRuns_AndTheThreadsBeforeAndAfter([Values] bool isSet)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock, SetsSynchronizationContext = isSet });
        SynchronizationContext? inside = null;
        scheduler.CallSoon(() => inside = SynchronizationContext.Current);
        scheduler.Tick(0);
        SynchronizationContext.Current.ShouldBeSameAs(before);
        (inside?.GetType().Name == "LoopSynchronizationContext").ShouldBe(isSet);
    }

    [Test]
    public void Send_OnTheLoop_IsACall_AndFromAnotherThread_IsRefused()
    {
        Run(Main());
        _log.ShouldBe(["0 sent", "0 NotSupportedException"]);

        IEnumerator<Awaitable> Main()
        {
            SynchronizationContext context = SynchronizationContext.Current!;
            context.CreateCopy().ShouldBeSameAs(context);
            context.Send(_ => Log("sent"), null);
            yield return Settle(ToThread(() => context.Send(_ => { }, null)), out Outcome outcome);
            Log(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void Post_AfterTheEnd_RunsOnAThreadOfThePool()
    {
        SynchronizationContext? context = null;
        Run(Main());
        using var ran = new ManualResetEventSlim();
        context!.Post(_ => ran.Set(), null);
        ran.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            context = SynchronizationContext.Current;
            yield break;
        }
    }

    private void Log(string line) => _log.Add(FormattableString.Invariant($"{_clock.Time} {line}"));

    private void Run(IEnumerator<Awaitable> main) =>
        Scheduler.Run(main, new SchedulerOptions { TimeProvider = _clock, SetsSynchronizationContext = true });
}
