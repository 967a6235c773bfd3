namespace Coroutines;

// A host of a simulated world is a group as well, to which more belongs than the tasks that were started into it: whatever they leave behind
// for later, callbacks and groups of their own. It can be stopped in two ways that no other group knows: its steps, while its time goes
// on; and for good, where they stand.
internal sealed partial class TaskDomain
{
    // What callbacks were to do while it was paused, in order; made by the first.
    private List<HeldStep>? _heldCallbacks;
    private bool _isAbandoned;

    /// <summary>Whether it is a host. Its time goes on while it is paused, as that of a machine does whose process is stopped.</summary>
    internal bool IsHost
    {
        get;
        init
        {
            field = value;
            Host = value ? this : Host;
        }
    }

    /// <summary>The host that it is, or stands in; null for none.</summary>
    internal TaskDomain? Host { get; private init; } = parent?.Host;

    /// <summary>Whether its host was stopped for good.</summary>
    internal bool IsAbandoned => Host is { _isAbandoned: true };

    /// <summary>Stops everything in a host where it stands, for good: nothing of it runs any more, no <c>finally</c> either.</summary>
    internal void Abandon()
    {
        _isAbandoned = true;
        _heldCallbacks = null;
        foreach (CoTask task in ToList())
        {
            task.Abandon();
        }

        // Whatever is still set in it, is due never.
        Time.Speed = 0;
    }

    /// <summary>Runs a callback of the host's, or keeps it for the end of a pause.</summary>
    internal void RunCallback(Action callback)
    {
        if (IsAbandoned)
        {
            return;
        }

        if (IsPaused)
        {
            var held = new Handle(scheduler, () => RunCallback(callback), context: null);
            (_heldCallbacks ??= []).Add(new HeldStep(null, null, scheduler.Domains.NextHold(), held));
            return;
        }

        using (scheduler.Domains.As(this))
        {
            callback();
        }
    }

    private void HandOverCallbacks()
    {
        if (_heldCallbacks is { } held && !IsPaused)
        {
            scheduler.Domains.HandOver(held);
        }
    }
}
