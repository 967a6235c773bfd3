namespace Coroutines.Testing;

/// <summary>Has timers be late.</summary>
internal sealed class JitterChooser(SeededRandom random, double bound) : ScheduleChooser
{
    private readonly int _most = (int)(bound * LateTimers.Parts);

    // Some of the runs have one kind, some the other, and some both.
    private readonly bool _isBySteps = random.Next(3) > 0;
    private readonly bool _isTogether = random.Next(3) > 0;

    internal override int Choose(in DecisionPoint point) => point.Kind switch
    {
        DecisionKind.Lateness when _isBySteps => random.Next(_most + 1),
        DecisionKind.Together when _isTogether && point.Share <= bound => random.Next(2),
        _ => 0,
    };
}
