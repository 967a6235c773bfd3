namespace Coroutines.Exercises.Checks;

/// <summary>Where a variant comes from, and so how its tests have to end.</summary>
internal enum VariantKind
{
    /// <summary>As the learner finds it: fails.</summary>
    Start,

    /// <summary>Passes.</summary>
    Solution,

    /// <summary>A right answer that is not the expected one: passes.</summary>
    Alternative,

    /// <summary>A wrong answer: fails, and the message says why.</summary>
    Mistake,
}
