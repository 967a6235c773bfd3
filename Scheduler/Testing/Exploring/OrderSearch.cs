namespace Coroutines.Testing;

/// <summary>Goes through all orders of the steps within iterations, those that depart least from the queue's own first.</summary>
internal sealed class OrderSearch(Action<TestScheduler> program, int limit, ExplorationOptions options)
{
    private readonly Queue<int[]> _left = new();
    private bool _isComplete = true;

    internal Exploration Explore()
    {
        _left.Enqueue([]);
        int runs = 0;
        while (_left.TryDequeue(out int[]? prefix))
        {
            ScheduleRun run = ScheduleRun.Perform(program, new ReplayChooser(prefix), options.Test, traced: false);
            runs++;
            if (run.Exception is not null)
            {
                ScheduleFailure failure = new Shrinking(program, options).Report(run, runs, seed: null);
                return new Exploration(runs, isExhaustive: false, [failure], null);
            }

            Branch(prefix, run.Decisions, runs);
        }

        return new Exploration(runs, _isComplete, [], null);
    }

    // One departure more, behind the last one: so each order comes once, and those with fewer come first.
    private void Branch(int[] prefix, Decisions decisions, int runs)
    {
        for (int i = prefix.Length; i < decisions.Choices.Count; i++)
        {
            if (decisions.Kinds[i] is not (DecisionKind.Order or DecisionKind.Value or DecisionKind.Fault))
            {
                continue;
            }

            for (int choice = 1; choice < decisions.Counts[i]; choice++)
            {
                if (_left.Count < limit - runs)
                {
                    _left.Enqueue([.. decisions.Choices.Take(i), choice]);
                }
                else
                {
                    _isComplete = false;
                }
            }
        }
    }
}
