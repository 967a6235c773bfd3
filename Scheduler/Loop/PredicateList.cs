namespace Coroutines;

/// <summary>What is polled by calling the user's code: the predicates of <c>WaitUntil</c>, and owners that are asked whether they are alive.</summary>
/// <param name="interval">How long a run waits at most before it asks them again.</param>
/// <param name="host">Told that a game loop has to be run to ask them.</param>
internal sealed class PredicateList(Duration interval, HostAlarm host)
{
    private readonly List<IPolled> _waits = [];

    internal int Count => _waits.Count;

    /// <summary>How long a run waits at most before it asks them again, in seconds.</summary>
    internal double Interval => interval.Seconds;

    /// <summary>How often a virtual clock has jumped for them alone, since the last of them was done.</summary>
    internal int IdlePolls { get; set; }

    /// <summary>Has a wait asked from now on, until it says that it need not be.</summary>
    internal void Add(IPolled wait)
    {
        _waits.Add(wait);
        host.Raise();
    }

    internal void Ask()
    {
        int kept = 0;
        int asked = 0;

        // One that adds others does not keep the loop: those are asked the next time.
        int count = _waits.Count;
        try
        {
            while (asked < count)
            {
                IPolled wait = _waits[asked];
                if (wait.Ask())
                {
                    _waits[kept++] = wait;
                }

                asked++;
            }
        }
        finally
        {
            // When Ctrl-C leaves the loop from here, those that were not asked stay, the one that threw among them.
            if (kept < asked)
            {
                _waits.RemoveRange(kept, asked - kept);
                IdlePolls = 0;
            }
        }
    }
}
