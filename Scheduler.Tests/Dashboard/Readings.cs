using System.Diagnostics;

namespace Coroutines.Tests.LivePages;

/// <summary>Readings of a scheduler as they might be, at times that a test says.</summary>
internal sealed class Readings : IDisposable
{
    private readonly Scheduler _scheduler = new();
    private readonly LoopTally _tally;
    private readonly Dictionary<string, TraceTag> _tags = [];

    internal Readings() => _tally = new LoopTally(_scheduler);

    public void Dispose() => _scheduler.Dispose();

    internal static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    /// <summary>A task has taken a step.</summary>
    internal void Step(string name, double at, double duration = 1e-6, WaitKind wait = WaitKind.Sleep, long iteration = 0)
    {
        _scheduler.Loop.Iteration = iteration;
        if (!_tags.TryGetValue(name, out TraceTag? tag))
        {
            _tags.Add(name, tag = new TraceTag(_tags.Count + 1, name) { Coroutine = char.ToUpperInvariant(name[0]) + name[1..].Split(' ')[0] });
        }

        var reason = new StepReason { Cause = StepCause.Resumed };
        ((IItemListener)_tally).OnItem(Nothing.Instance, reason, new StepTime(Ticks(at), Ticks(duration), 1));
        ((IStepListener)_tally).OnStep(new StepEvent(new StepRecord
        {
            Task = tag,
            CauseAndPause = StepRecord.Pack(StepCause.Resumed, isAfterPause: false),
            Wait = wait,
            Timestamp = Ticks(at),
            Duration = Ticks(duration),
            Together = 1,
            Time = at,
        }));
    }

    /// <summary>What is seen at some time.</summary>
    internal LoopReading At(double time, params TaskSnapshot[] tasks) => At(time, new SchedulerSnapshot { Tasks = tasks });

    internal LoopReading At(double time, SchedulerSnapshot snapshot) => new(snapshot, TallyReading.Of(_tally, Ticks(time)), 0) { Timestamp = Ticks(time) };

    internal TallyReading TallyAt(double time) => TallyReading.Of(_tally, Ticks(time));

    /// <summary>A task that waits.</summary>
    internal static TaskSnapshot Task(long id, WaitKind kind = WaitKind.Sleep, string coroutine = "Work", string wait = "waiting", long steps = 1) => new()
    {
        Id = id,
        Name = $"task {id}",
        StepEventId = id,
        State = FutureState.Waiting,
        Coroutines = [coroutine],
        WaitKind = kind,
        Wait = wait,
        StepCount = steps,
    };
}
