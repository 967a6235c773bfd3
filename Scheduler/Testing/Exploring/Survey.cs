namespace Coroutines.Testing;

/// <summary>The places of an ordinary run at which a step might be held back.</summary>
/// <remarks>
/// What a coroutine does in a row with bare yields between, a loop mostly, counts as one place, however long it is: else the few steps that
/// matter would be lost among those of loops. The places at the beginning and at the end of such a row matter more than those within.
/// </remarks>
internal sealed class Survey
{
    private readonly List<List<(int Ordinal, int Step)>> _rows = [];
    private readonly Dictionary<int, (object? Coroutine, List<(int Ordinal, int Step)> Row)> _last = [];

    /// <summary>A task that has yielded bare is ready for its next step, or one that was woken.</summary>
    internal void Add(StepNumber step)
    {
        object? coroutine = ((CoTask)step.Item).Innermost;
        if (!_last.TryGetValue(step.Ordinal, out var last) || !step.HasYielded || !ReferenceEquals(last.Coroutine, coroutine))
        {
            last = (coroutine, []);
            _rows.Add(last.Row);
            _last[step.Ordinal] = last;
        }

        last.Row.Add((step.Ordinal, step.Step));
    }

    /// <summary>Chooses a step.</summary>
    /// <param name="turn">Which place is to have its turn.</param>
    /// <param name="random">Which of the steps there.</param>
    internal (int Ordinal, int Step)? StepAt(uint turn, SeededRandom random)
    {
        if (_rows.Count == 0)
        {
            return null;
        }

        List<(int Ordinal, int Step)> row = _rows[(int)(turn % (uint)_rows.Count)];
        int distance = random.NextOfAnyOrder(row.Count) - 1;
        return row[random.Next(2) == 0 ? distance : row.Count - 1 - distance];
    }
}
