namespace Coroutines.Tests.Tracing;

/// <summary>Keeps all steps, as a recorder does, with limits of its own for which of them are timed together.</summary>
internal sealed class KeptSteps(int capacity = 100_000, bool keepsFirst = false) : IRecordListener
{
    internal const int MostTogether = 64;

    internal StepRing Ring { get; } = new(capacity, keepsFirst, room: Math.Min(capacity, 16));

    public StepRing? KeepsAllIn => Ring;

    public void OnStep(in StepEvent step) => Ring.Add(step);

    internal StepEvent[] Steps() => Ring.ToArray();

    /// <summary>Those of a program.</summary>
    /// <param name="shortStep">Up to how long a step is a short one, in seconds.</param>
    /// <param name="program">The program.</param>
    /// <param name="mostTogether">For how many short steps there is one look, at most.</param>
    internal static KeptSteps Of(double shortStep, Func<IEnumerator<Awaitable>> program, int mostTogether = MostTogether)
    {
        var kept = new KeptSteps();
        kept.Record(shortStep, program, mostTogether);
        return kept;
    }

    /// <summary>Those of a program during which no beat has come, which ends what is timed together: it is run until there is none.</summary>
    internal static KeptSteps WithoutABeat(double shortStep, Func<IEnumerator<Awaitable>> program, int mostTogether = MostTogether)
    {
        while (true)
        {
            int beat = Heartbeat.Count;
            KeptSteps kept = Of(shortStep, program, mostTogether);
            if (Heartbeat.Count == beat)
            {
                return kept;
            }
        }
    }

    /// <summary>Each has a time; but where a beat has told of a long one, all of it is that one's, and nobody knows what the others have taken of it.</summary>
    internal static void ShouldBeTimed(StepEvent[] steps, int butTheLast = 0)
    {
        for (int i = 0; i < steps.Length - butTheLast; i++)
        {
            if (steps[i].TimedTogether == 0)
            {
                StepEvent next = steps.Skip(i).First(static step => step.TimedTogether > 0);
                next.TimedTogether.ShouldBe(1);
                next.Duration.TotalSeconds.ShouldBeGreaterThan(0.012);
            }
        }
    }

    internal void Record(double shortStep, Func<IEnumerator<Awaitable>> program, int mostTogether = MostTogether)
    {
        using var scheduler = new Scheduler();
        using StepFeed feed = StepFeed.Attach(scheduler, this, new StepTimer(StepTiming.Adaptive, StepTimer.TicksOf(shortStep), mostTogether));
        scheduler.RunUntilComplete(program());
    }
}
