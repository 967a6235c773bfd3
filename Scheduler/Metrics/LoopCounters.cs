#if NET
namespace Coroutines;

/// <summary>What was counted of one scheduler since somebody listens. Written on its thread, read on any.</summary>
internal sealed class LoopCounters
{
    private readonly WeakReference<SchedulerReference> _loop;
    private long _steps;
    private long _started;
    private long _failed;
    private long _unseenFailures;
    private long _overruns;

    internal LoopCounters(Scheduler scheduler)
    {
        _loop = new WeakReference<SchedulerReference>(scheduler.Reference);
        Name = scheduler.Options.Name;
        Tags = TagsOf(Name);
    }

    /// <summary>The name that the user has given the scheduler; null where there is none: numbers would be ever new ones.</summary>
    internal string? Name { get; }

    /// <summary>What its measurements bear.</summary>
    internal KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>The scheduler; null once it has ended, or nobody listens any more.</summary>
    internal Scheduler? Loop => !IsOver && _loop.TryGetTarget(out SchedulerReference? reference) ? reference.Target : null;

    /// <summary>Whether nothing more is counted.</summary>
    internal bool IsOver { get; set; }

    internal long Steps => Volatile.Read(ref _steps);

    internal long Started => Volatile.Read(ref _started);

    internal long Failed => Volatile.Read(ref _failed);

    internal long UnseenFailures => Volatile.Read(ref _unseenFailures);

    internal long Overruns => Volatile.Read(ref _overruns);

    internal static KeyValuePair<string, object?>[] TagsOf(string? name) => name is null ? [] : [new("coroutines.scheduler", name)];

    internal void CountStep(StepCause cause, StepEnd end)
    {
        _steps++;
        _started += cause is StepCause.Started or StepCause.StartedEagerly ? 1 : 0;
        _failed += end == StepEnd.Failed ? 1 : 0;
    }

    internal void CountUnseenFailures(long count) => _unseenFailures += count;

    internal void CountOverrun() => _overruns++;

    /// <summary>Takes over what another one has counted, which counts no more.</summary>
    internal void Add(LoopCounters other)
    {
        _steps += other._steps;
        _started += other._started;
        _failed += other._failed;
        _unseenFailures += other._unseenFailures;
        _overruns += other._overruns;
    }
}
#endif
