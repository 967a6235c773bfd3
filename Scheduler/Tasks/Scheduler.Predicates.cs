namespace Coroutines;

public sealed partial class Scheduler
{
    // Under a virtual clock, predicates alone can keep a run going for ever. A program that none of them has let go on
    // for this many polls in a row counts as deadlocked.
    private const int IdlePollLimit = 100_000;

    private readonly List<IPolled> _predicates = [];
    private int _idlePolls;

    internal void AddPredicate(IPolled wait)
    {
        _predicates.Add(wait);
        RaiseAlarm();
    }

    /// <summary>Asks each predicate once, in the order in which their tasks began to wait.</summary>
    private void AskPredicates()
    {
        int kept = 0;
        int asked = 0;

        // One that adds others does not keep the loop: those are asked the next time.
        int count = _predicates.Count;
        try
        {
            while (asked < count)
            {
                IPolled wait = _predicates[asked];
                if (wait.Ask())
                {
                    _predicates[kept++] = wait;
                }

                asked++;
            }
        }
        finally
        {
            // When Ctrl-C leaves the loop from here, those that were not asked stay, the one that threw among them.
            if (kept < asked)
            {
                _predicates.RemoveRange(kept, asked - kept);
                _idlePolls = 0;
            }
        }
    }
}
