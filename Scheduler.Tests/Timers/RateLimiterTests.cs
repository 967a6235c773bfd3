using System.Diagnostics;
using System.Threading.RateLimiting;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>.NET's rate limiters go by the system's clock; those that a coroutine replenishes go by virtual time all the same.</summary>
public sealed class RateLimiterTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    // When they do, the page on the test kit has something better to tell.
    [Test]
    public void Limiters_TakeNoTimeProvider() =>
        typeof(TokenBucketRateLimiter).Assembly.GetExportedTypes()
            .SelectMany(static type => type.GetConstructors().SelectMany(static made => made.GetParameters()).Select(static parameter => parameter.ParameterType)
                .Concat(type.GetProperties().Select(static property => property.PropertyType)))
            .ShouldNotContain(typeof(TimeProvider));

    [TestCaseSource(nameof(Limiters))]
    public void Limiter_ThatACoroutineReplenishes_GoesByVirtualTime(ReplenishingRateLimiter limiter)
    {
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = _clock });
        limiter.Dispose();
        _log.ShouldBe(["0 request 1", "0 request 2", "3600 request 3", "3600 request 4", "7200 request 5"]);

        IEnumerator<Awaitable> Main()
        {
            CoTask hours = CreateTask(Replenish());
            for (int i = 1; i <= 5; i++)
            {
                while (!limiter.AttemptAcquire().IsAcquired)
                {
                    yield return Sleep(60);
                }

                _log.Add($"{_clock.Time} request {i}");
            }

            hours.Cancel();
        }

        IEnumerator<Awaitable> Replenish()
        {
            while (true)
            {
                yield return Sleep(3600);
                WaitForATick();
                limiter.TryReplenish().ShouldBeTrue();
            }
        }
    }

    private static IEnumerable<ReplenishingRateLimiter> Limiters()
    {
        // A period of a tick of the system's clock is over as soon as anybody asks.
        TimeSpan tick = TimeSpan.FromTicks(1);
        yield return new TokenBucketRateLimiter(new() { AutoReplenishment = false, TokenLimit = 2, TokensPerPeriod = 2, ReplenishmentPeriod = tick, QueueLimit = 0 });
        yield return new FixedWindowRateLimiter(new() { AutoReplenishment = false, PermitLimit = 2, Window = tick, QueueLimit = 0 });
    }

    private static void WaitForATick()
    {
        long now = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(now) < TimeSpan.FromTicks(1))
        {
        }
    }
}
