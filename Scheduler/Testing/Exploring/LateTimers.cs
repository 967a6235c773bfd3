namespace Coroutines.Testing;

/// <summary>Decides how late each timer is: by a part of its delay, or until it goes off together with another one.</summary>
/// <remarks>The second is needed since what happens at different times is far apart, however many iterations a step is held back.</remarks>
internal sealed class LateTimers(Decisions decisions) : ILateness
{
    /// <summary>In how many parts a delay is divided.</summary>
    internal const int Parts = 32;

    /// <summary>How many parts a timer is late at most: it takes three times as long.</summary>
    internal const int Most = 2 * Parts;

    private readonly Dictionary<ITimed, Setting> _settings = [];

    /// <summary>Notes what the steps work on; null where nobody asks.</summary>
    internal Footprints? Footprints { get; set; }

    /// <summary>Whether any is set that may be set again.</summary>
    internal bool AreSet => _settings.Count > 0;

    double ILateness.Postpone(Timeline timeline, double when, ITimed target)
    {
        if (target is not CoTask)
        {
            // Callbacks that are due at the same moment come in the order in which they were set.
            Footprints?.Touch(when);
        }

        double delay = when - timeline.Now;
        _settings[target] = new Setting(timeline, when, delay);
        return when + (delay / Parts * decisions.ChooseInStep(DecisionKind.Lateness, Most + 1, "a timer"));
    }

    /// <summary>A timer has gone off: it may be set again, for the moment of the next one.</summary>
    /// <param name="item">What is about to run.</param>
    /// <returns>Whether it is.</returns>
    internal bool TryPostpone(IRunnable item)
    {
        if (item is not ITimed { TimerToken: 0 } timer || !_settings.TryGetValue(timer, out Setting set))
        {
            return false;
        }

        // It may run for another reason: what it had set is over.
        _settings.Remove(timer);
        if (timer is CoTask { NextItemIsVoid: false } or TimerHandle { IsCancelled: true })
        {
            return false;
        }

        double next = set.Timeline.Timers.NextDeadline();
        double share = (next - set.When) / set.Delay;
        if (share * Parts > Most || !decisions.ChooseTogether(decisions.NumberOf(item), share))
        {
            return false;
        }

        _settings.Add(timer, set);
        set.Timeline.Timers.Add(next, timer);
        return true;
    }

    private readonly record struct Setting(Timeline Timeline, double When, double Delay);
}
