namespace Coroutines;

/// <summary>Bare yields of one task, in one iteration after the other.</summary>
internal struct YieldSeries
{
    /// <summary>When the first of its steps began.</summary>
    internal long Since;

    /// <summary>How many there were.</summary>
    internal long Steps;

    /// <summary>The iteration of the last one.</summary>
    internal long Iteration;

    /// <summary>The last one.</summary>
    internal StepEvent Last;
}
