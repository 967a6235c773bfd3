using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coroutines.Tests.Hosting;

/// <summary>The real host of .NET with a scheduler in it, and what it has logged.</summary>
internal sealed class TestHost : ILoggerProvider, ILogger
{
    private readonly IHost _host;

    internal TestHost(Action<SchedulerHostOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(this);
        builder.Services.AddScheduler(configure);
        add?.Invoke(builder.Services);
        _host = builder.Build();
    }

    /// <summary>What the test and the coroutines note, on any thread.</summary>
    internal ConcurrentQueue<string> Trace { get; } = [];

    /// <summary>What the scheduler has told the log.</summary>
    internal ConcurrentQueue<string> Logged { get; } = [];

    internal IServiceProvider Services => _host.Services;

    internal HostedScheduler Scheduler => _host.Services.GetRequiredService<HostedScheduler>();

    internal CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    internal void Start() => _host.StartAsync().GetAwaiter().GetResult();

    internal Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    internal void Stop() => StopAsync().GetAwaiter().GetResult();

    public void Dispose() => _host?.Dispose();

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Coroutines.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}");
}
