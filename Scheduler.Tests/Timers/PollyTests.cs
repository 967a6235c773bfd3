using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>A library that takes a TimeProvider is tested in virtual time, beside the coroutines that call it.</summary>
public sealed class PollyTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    [Test]
    public void Retry_WithGrowingDelays_TakesADay_AndNoTime()
    {
        ResiliencePipeline pipeline = Pipeline(builder => builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 20,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMinutes(1),
            MaxDelay = TimeSpan.FromHours(6),
        }));
        int attempts = 0;

        Run(Main());

        // 1, 2, 4, … 256 minutes, which are 511; then 6 hours each.
        _log.ShouldBe(
        [
            "0 attempt 1", "60 attempt 2", "180 attempt 3", "420 attempt 4", "900 attempt 5", "1860 attempt 6", "3780 attempt 7",
            "7620 attempt 8", "15300 attempt 9", "30660 attempt 10", "52260 attempt 11", "73860 attempt 12", "86400 midnight", "95460 attempt 13",
            "95460 done",
        ]);

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Midnight());
            yield return Await(token => pipeline.ExecuteAsync(_ => Attempt(), token).AsTask());
            Log("done");
        }

        IEnumerator<Awaitable> Midnight()
        {
            yield return Sleep(86_400);
            Log("midnight");
        }

        ValueTask Attempt()
        {
            Log($"attempt {++attempts}");
            return attempts < 13 ? ValueTask.FromException(new IOException("down")) : ValueTask.CompletedTask;
        }
    }

    [Test]
    public void Timeout_GivesUp_AtItsTime()
    {
        ResiliencePipeline pipeline = Pipeline(builder => builder.AddTimeout(TimeSpan.FromHours(1)));
        Run(Main());
        _log.ShouldBe(["3600 TimeoutRejectedException"]);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(
                Await(token => pipeline.ExecuteAsync(inner => new ValueTask(Task.Delay(TimeSpan.FromDays(1), _clock, inner)), token).AsTask()),
                out Outcome outcome);
            Log(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void CircuitBreaker_ClosesAgain_WhenItsTimeIsOver()
    {
        ResiliencePipeline pipeline = Pipeline(builder => builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 2,
            SamplingDuration = TimeSpan.FromMinutes(10),
            BreakDuration = TimeSpan.FromMinutes(5),
        }));
        Run(Main());
        _log.ShouldBe(["0 IOException", "60 IOException", "120 BrokenCircuitException", "180 BrokenCircuitException", "480 ok"]);

        IEnumerator<Awaitable> Main()
        {
            foreach (double seconds in (double[])[0, 60, 60, 60, 300])
            {
                yield return Sleep(seconds);
                yield return Settle(Await(token => pipeline.ExecuteAsync(_ => Call(), token).AsTask()), out Outcome outcome);
                Log(outcome.Exception?.GetType().Name ?? "ok");
            }
        }

        ValueTask Call() => _clock.Time < 200 ? ValueTask.FromException(new IOException("down")) : ValueTask.CompletedTask;
    }

    private ResiliencePipeline Pipeline(Action<ResiliencePipelineBuilder> add)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _clock };
        add(builder);
        return builder.Build();
    }

    private void Log(string line) => _log.Add(FormattableString.Invariant($"{_clock.Time} {line}"));

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, new SchedulerOptions { TimeProvider = _clock });
}
