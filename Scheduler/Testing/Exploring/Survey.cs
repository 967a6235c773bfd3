namespace Coroutines.Testing;

/// <summary>The places of an ordinary run at which a step might be held back.</summary>
/// <remarks>
/// What a coroutine does in a row with bare yields between, a loop mostly, counts as one place, however long it is: else the few steps that
/// matter would be lost among those of loops. The steps at the beginning and at the end of such a row matter more than those within.
/// </remarks>
internal sealed class Survey
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<int, (object? Coroutine, Row Row)> _last = [];

    internal IReadOnlyList<Row> Rows => _rows;

    /// <summary>A task is ready for its next step, and might be held back.</summary>
    internal void Add(StepNumber step)
    {
        var task = (CoTask)step.Item;
        if (!_last.TryGetValue(step.Ordinal, out var last) || !step.HasYielded || !ReferenceEquals(last.Coroutine, task.Innermost))
        {
            last = (task.Innermost, new Row(task.DescribeChain(), []));
            _rows.Add(last.Row);
            _last[step.Ordinal] = last;
        }

        last.Row.Steps.Add((step.Ordinal, step.Step));
    }

    /// <summary>Chooses a step.</summary>
    /// <param name="turn">Which place is to have its turn.</param>
    /// <param name="random">Which of the steps there.</param>
    /// <returns>The step; null where there is none.</returns>
    internal (int Ordinal, int Step)? StepAt(uint turn, SeededRandom random)
    {
        if (_rows.Count == 0)
        {
            return null;
        }

        List<(int Ordinal, int Step)> steps = _rows[(int)(turn % (uint)_rows.Count)].Steps;
        int distance = random.NextOfAnyOrder(steps.Count) - 1;
        return steps[random.Next(2) == 0 ? distance : steps.Count - 1 - distance];
    }

    /// <summary>A place.</summary>
    /// <param name="Place">The coroutine and its task.</param>
    /// <param name="Steps">The steps there.</param>
    internal sealed record Row(string Place, List<(int Ordinal, int Step)> Steps);
}
