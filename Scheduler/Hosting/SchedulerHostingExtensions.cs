using Coroutines.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a scheduler with a .NET host.</summary>
public static class SchedulerHostingExtensions
{
    /// <summary>Adds a <see cref="HostedScheduler"/>, which runs as long as the host does.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null for the defaults. They may be set elsewhere too, as all options.</param>
    /// <returns>The services.</returns>
    /// <remarks>It starts in the order of registration, as every hosted service does: before those that are added after it.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddScheduler(this IServiceCollection services, Action<SchedulerHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SchedulerHostOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<HostedScheduler>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<HostedScheduler>());
        return services;
    }

    /// <summary>Adds a check whether the loop of the <see cref="HostedScheduler"/> answers within a time.</summary>
    /// <param name="builder">The checks.</param>
    /// <param name="within">How long it may take to answer; null for a second. By the host's <see cref="TimeProvider"/>, if it has one.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="failureStatus">What it tells where the loop does not; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Its tags; null for none.</param>
    /// <returns>The checks.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddScheduler(
        this IHealthChecksBuilder builder,
        TimeSpan? within = null,
        string name = "scheduler",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new SchedulerHealthCheck(
                provider.GetRequiredService<HostedScheduler>(),
                within ?? TimeSpan.FromSeconds(1),
                provider.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags));
    }
}
