namespace Coroutines.Testing;

/// <summary>A place in a run at which something is decided.</summary>
/// <param name="Kind">What is decided.</param>
/// <param name="Count">How many answers there are; from 0 on.</param>
/// <param name="Subject">Whom it is about; null where it is about one of the candidates, or about nobody.</param>
/// <param name="Candidates">Those to choose from, the one that an ordinary run takes first; null where it is a number that is chosen.</param>
/// <param name="Nth">Which decision of the step that runs it is.</param>
/// <param name="Share">How likely the program wants an answer above 0; of a timer, by which part of its delay it would be late.</param>
internal readonly record struct DecisionPoint(
    DecisionKind Kind, int Count, StepNumber? Subject, IReadOnlyList<StepNumber>? Candidates, int Nth, double Share = 0)
{
    private const int KindBits = 4;
    private const int NthBits = 12;
    private const int StepBits = 24;

    /// <summary>What tells the place from others, even where other decisions were taken back before it.</summary>
    internal long KeyOf(StepNumber? subject) =>
        (long)Kind
        | ((long)(Nth & ((1 << NthBits) - 1)) << KindBits)
        | ((long)((subject?.Step ?? 0) & ((1 << StepBits) - 1)) << (KindBits + NthBits))
        | ((long)(subject?.Ordinal ?? 0) << (KindBits + NthBits + StepBits));

    /// <summary>Whose step a key is about, and which.</summary>
    internal static (int Ordinal, int Step) StepOf(long key) =>
        ((int)(key >> (KindBits + NthBits + StepBits)), (int)(key >> (KindBits + NthBits)) & ((1 << StepBits) - 1));
}
