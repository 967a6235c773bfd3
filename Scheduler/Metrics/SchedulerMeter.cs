#if NET
using System.Diagnostics.Metrics;

namespace Coroutines;

/// <summary>The instruments of the meter <c>Coroutines</c>, one set for all schedulers of the process.</summary>
internal static class SchedulerMeter
{
    internal const string Name = "Coroutines";

    private const int FewCounters = 64;

    private static readonly Meter _meter = new(Name);
    private static readonly Lock _lock = new();
    private static readonly List<LoopCounters> _counters = [];
    private static int _foldedAt = FewCounters;

    /// <summary>How long steps take.</summary>
    internal static Histogram<double> StepDuration { get; } =
        _meter.CreateHistogram<double>("coroutines.step.duration", "s", "How long a step or a callback took.");

    /// <summary>How long iterations take.</summary>
    internal static Histogram<double> LoopLag { get; } =
        _meter.CreateHistogram<double>("coroutines.loop.lag", "s", "How long an iteration of the loop took, and so how long what is ready has to wait at most.");

    /// <summary>How long frames take.</summary>
    internal static Histogram<double> FrameDuration { get; } =
        _meter.CreateHistogram<double>("coroutines.frame.duration", "s", "How long the scheduler took for a frame.");

    // Behind those that it names.
    private static readonly Instrument[] _instruments =
    [
        _meter.CreateObservableUpDownCounter("coroutines.tasks", static () => Sum(static (_, loop) => loop?.Tasks.Count ?? 0), "{task}", "Tasks that are not done."),
        _meter.CreateObservableCounter("coroutines.tasks.started", static () => Sum(static (counters, _) => counters.Started), "{task}", "Tasks that have taken their first step."),
        _meter.CreateObservableCounter("coroutines.tasks.failed", static () => Sum(static (counters, _) => counters.Failed), "{task}", "Tasks that have ended with an exception other than a cancel."),
        _meter.CreateObservableCounter("coroutines.tasks.unseen_failures", static () => Sum(static (counters, _) => counters.UnseenFailures), "{task}", "Exceptions of tasks and futures that nobody has looked at."),
        _meter.CreateObservableCounter("coroutines.steps", static () => Sum(static (counters, _) => counters.Steps), "{step}", "Steps of tasks, and callbacks."),
        _meter.CreateObservableUpDownCounter("coroutines.ready", static () => Sum(static (_, loop) => loop?.Ready.Count ?? 0), "{item}", "What is ready to run."),
        _meter.CreateObservableUpDownCounter("coroutines.timers", static () => Sum(static (_, loop) => loop?.Seconds.Timers.Count ?? 0), "{timer}", "Timers that are set."),
        _meter.CreateObservableUpDownCounter("coroutines.io.waits", static () => Sum(static (_, loop) => loop?.Sockets.WaitCount ?? 0), "{wait}", "Waits for sockets."),
        _meter.CreateObservableCounter("coroutines.frames.overruns", static () => Sum(static (counters, _) => counters.Overruns), "{frame}", "Frames that took longer than the time that they stand for."),
        StepDuration, LoopLag, FrameDuration,
    ];

    /// <summary>Whether somebody listens.</summary>
    internal static bool IsEnabled
    {
        get
        {
            foreach (Instrument instrument in _instruments)
            {
                if (instrument.Enabled)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>For tests: how many are kept.</summary>
    internal static int KeptCount
    {
        get
        {
            lock (_lock)
            {
                return _counters.Count;
            }
        }
    }

    /// <summary>Has what a scheduler counts added up.</summary>
    internal static void Add(LoopCounters counters)
    {
        lock (_lock)
        {
            _counters.Add(counters);
            if (_counters.Count >= _foldedAt)
            {
                // Nobody may ever ask for the sums, in which they are folded too.
                FoldEnded();
                _foldedAt = 2 * Math.Max(_counters.Count, FewCounters);
            }
        }
    }

    // Of schedulers with the same name there is one number. Those that have ended count on, in one sum for each name.
    private static List<Measurement<long>> Sum(Func<LoopCounters, Scheduler?, long> of)
    {
        lock (_lock)
        {
            FoldEnded();
            return
            [
                .. from counters in _counters
                   group of(counters, counters.Loop) by counters.Name into values
                   select new Measurement<long>(values.Sum(), LoopCounters.TagsOf(values.Key)),
            ];
        }
    }

    private static void FoldEnded()
    {
        foreach (IGrouping<string?, LoopCounters> ended in _counters.Where(static counters => counters.Loop is null).GroupBy(static counters => counters.Name).ToList())
        {
            LoopCounters sum = ended.First();
            foreach (LoopCounters other in ended.Skip(1))
            {
                sum.Add(other);
                _counters.Remove(other);
            }
        }
    }
}
#endif
