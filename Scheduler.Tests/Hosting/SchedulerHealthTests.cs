using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coroutines.Tests.Hosting;

/// <summary>The health check asks the loop, and tells when it does not answer in time.</summary>
public sealed class SchedulerHealthTests
{
    private readonly VirtualClock _clock = new();

    [Test]
    public void Check_OfALoopThatAnswers_IsHealthy()
    {
        using TestHost host = MakeHost();
        host.Start();
        Check(host).Status.ShouldBe(HealthStatus.Healthy);
        host.Stop();
    }

    [Test]
    public void Check_OfALoopThatDoesNotRun_IsNot()
    {
        using TestHost host = MakeHost();
        Check(host).Status.ShouldBe(HealthStatus.Degraded);
        host.Start();
        host.Stop();
        Check(host).Entries["loop"].Description.ShouldBe("The scheduler does not run.");
    }

    [Test]
    public void Check_OfALoopThatIsHeldUp_IsNot_WhenTheTimeIsOver()
    {
        using TestHost host = MakeHost();
        host.Start();
        using var blocks = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        host.Scheduler.Scheduler.CallSoonThreadsafe(() =>
        {
            blocks.Set();
            release.Wait();
        });
        blocks.Wait();
        Task<HealthReport> check = CheckAsync(host);
        while (!check.IsCompleted)
        {
            // It is asked on a thread of the pool, and begins to wait at some moment.
            _clock.Advance(0.5);
            Thread.Yield();
        }

        _clock.Time.ShouldBeGreaterThanOrEqualTo(2);
        HealthReport report = check.GetAwaiter().GetResult();
        release.Set();
        host.Stop();

        report.Status.ShouldBe(HealthStatus.Degraded);
        report.Entries["loop"].Description!.ShouldStartWith("The loop has not answered within 2 s");
    }

    private TestHost MakeHost() => new(add: services =>
    {
        services.AddSingleton<TimeProvider>(_clock);
        services.AddHealthChecks().AddScheduler(TimeSpan.FromSeconds(2), "loop", HealthStatus.Degraded);
    });

    private static Task<HealthReport> CheckAsync(TestHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static HealthReport Check(TestHost host) => CheckAsync(host).GetAwaiter().GetResult();
}
