using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>Goes through all orders of the steps within iterations, those that depart least from the queue's own first.</summary>
internal sealed class OrderSearch(Action<TestScheduler> program, ExhaustiveOptions options)
{
    private readonly Queue<int[]> _left = new();

    // With the reduction: what was tried, or is to be.
    private readonly HashSet<string> _known = [];
    private bool _isBounded;

    internal Exploration Explore()
    {
        long begin = Stopwatch.GetTimestamp();
        Start();
        int runs = 0;
        while (_left.Count > 0 && runs < options.Limit && !IsTimeUp(begin))
        {
            int[] prefix = _left.Dequeue();
            runs++;
            ScheduleRun run = Perform(prefix);
            if (run.Exception is not null)
            {
                ScheduleFailure failure = new Shrinking(program, new ExplorationOptions { Test = options.Test }).Report(run, runs, seed: null);
                return new Exploration(runs, isExhaustive: false, [failure]);
            }

            Branch(prefix, run);
        }

        return new Exploration(runs, isExhaustive: _left.Count == 0 && !_isBounded, [])
        {
            Checkpoint = _left.Count == 0 ? null : string.Join("\n", _left.Select(ScheduleText.Of)),
        };
    }

    private void Start()
    {
        foreach (string prefix in (options.Checkpoint ?? string.Empty).Split('\n'))
        {
            _left.Enqueue(ScheduleText.Parse(prefix, nameof(ExhaustiveOptions.Checkpoint)));
        }
    }

    private bool IsTimeUp(long begin) =>
        (Stopwatch.GetTimestamp() - begin) / (double)Stopwatch.Frequency >= options.TimeBudget.Seconds;

    private ScheduleRun Perform(int[] prefix)
    {
        var chooser = new ReplayChooser(prefix);
        return options.PartialOrderReduction
            ? ScheduleRun.PerformWithFootprints(program, chooser, options.Test)
            : ScheduleRun.Perform(program, chooser, options.Test, traced: false);
    }

    private void Branch(int[] prefix, ScheduleRun run)
    {
        foreach ((int decision, List<int> choices) in run.Footprints is { } footprints ? BranchesOf(run, footprints) : BranchesOf(run, prefix.Length))
        {
            int[] next = [.. run.Decisions.Made.Take(decision).Select(static made => made.Choice), .. choices];
            if (next.Count(static choice => choice != 0) > options.MaxDepartures)
            {
                _isBounded = true;
            }
            else if (run.Footprints is null || _known.Add(ScheduleText.Of(next)))
            {
                _left.Enqueue(next);
            }
        }
    }

    // One departure more, behind the last one: so each order comes once, and those with fewer come first.
    private static IEnumerable<(int Decision, List<int> Choices)> BranchesOf(ScheduleRun run, int behind) =>
        from decision in Enumerable.Range(behind, Math.Max(run.Decisions.Count - behind, 0))
        where run.Decisions.Made[decision].Kind is DecisionKind.Order or DecisionKind.Chance or DecisionKind.Value or DecisionKind.Fault
        from choice in Enumerable.Range(1, run.Decisions.Made[decision].Count - 1)
        select (decision, new List<int> { choice });

    // What has to come before what it came after, wherever that is: by different ways one comes to the same order.
    private static IEnumerable<(int Decision, List<int> Choices)> BranchesOf(ScheduleRun run, Footprints footprints) =>
        footprints.Reversals().Concat(BranchesOf(run, 0).Where(branch => run.Decisions.Made[branch.Decision].Kind != DecisionKind.Order));
}
