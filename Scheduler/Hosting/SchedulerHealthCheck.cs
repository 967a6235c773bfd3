using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coroutines.Hosting;

/// <summary>Whether the loop answers within a time: one that computes or blocks in a step does not.</summary>
/// <param name="hosted">The loop.</param>
/// <param name="within">How long it may take to answer.</param>
/// <param name="clock">What that is measured by.</param>
internal sealed class SchedulerHealthCheck(HostedScheduler hosted, TimeSpan within, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus failure = context.Registration.FailureStatus;
        if (!hosted.IsRunning)
        {
            return Task.FromResult(new HealthCheckResult(failure, "The scheduler does not run."));
        }

        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            hosted.Scheduler.CallSoonThreadsafe(answered.SetResult);
        }
        catch (ObjectDisposedException)
        {
            return Task.FromResult(new HealthCheckResult(failure, "The scheduler has ended."));
        }

        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return Task.WhenAny(answered.Task, Task.Delay(within, clock, limit.Token)).ContinueWith(
            _ =>
            {
                limit.Cancel();
                limit.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                return answered.Task.IsCompleted
                    ? HealthCheckResult.Healthy("The loop answers.")
                    : new HealthCheckResult(
                        failure,
                        FormattableString.Invariant($"The loop has not answered within {within.TotalSeconds} s: a step computes or blocks. Its scheduler's debug mode tells which."));
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }
}
