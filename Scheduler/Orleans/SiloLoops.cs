using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coroutines.Orleans;

/// <summary>The loops of all activations of a silo, which are told when it stops.</summary>
/// <remarks>Orleans lets calls that run come to their end, and waits for as long as the host does; nothing tells a grain of it.</remarks>
internal sealed class SiloLoops(IServiceProvider services, IOptions<CoroutineGrainOptions> options, ILogger<CoroutineGrain> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ConcurrentDictionary<GrainLoop, bool> _loops = [];

    internal TimeProvider Clock { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    internal GrainLog Log { get; } = new(logger);

    internal void Add(GrainLoop loop) => _loops.TryAdd(loop, true);

    internal void Remove(GrainLoop loop) => _loops.TryRemove(loop, out _);

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloLoops), ServiceLifecycleStage.GrainDeactivation, static _ => Task.CompletedTask, Stop);

    // In the very stage in which Orleans deactivates all grains, and waits for them.
    private Task Stop(CancellationToken cancellationToken)
    {
        foreach (GrainLoop loop in _loops.Keys)
        {
            loop.StopWithSilo(options.Value.GracePeriod);
        }

        return Task.CompletedTask;
    }
}
