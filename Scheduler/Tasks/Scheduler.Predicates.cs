namespace Coroutines;

public sealed partial class Scheduler
{
    // Under a virtual clock, predicates alone can keep a run going for ever. A program that none of them has let go on
    // for this many polls in a row counts as deadlocked.
    private const int IdlePollLimit = 100_000;

    private readonly List<PredicateWait> _predicates = [];
    private int _idlePolls;

    internal void AddPredicate(PredicateWait wait) => _predicates.Add(wait);

    /// <summary>Asks each predicate once, in the order in which their tasks began to wait.</summary>
    private void AskPredicates()
    {
        // A predicate is user code: what it registers is asked the next time.
        int count = _predicates.Count;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            PredicateWait wait = _predicates[i];
            if (wait.Ask())
            {
                _predicates[kept++] = wait;
            }
        }

        _predicates.RemoveRange(kept, count - kept);
    }
}
