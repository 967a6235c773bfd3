namespace Coroutines.Testing;

/// <summary>One run of a program, as somebody decided.</summary>
/// <param name="Decisions">What was decided.</param>
/// <param name="Exception">What it failed with; null if it did not.</param>
/// <param name="Trace">What ran, if that was asked for.</param>
internal sealed record ScheduleRun(Decisions Decisions, Exception? Exception, StepTrace Trace)
{
    /// <summary>Whether it was ended because it took too long in real time: another such one would take as long.</summary>
    internal bool IsOutOfRealTime { get; private init; }

    /// <summary>What its steps have worked on; null where that was not noted.</summary>
    internal Footprints? Footprints { get; private init; }

    /// <summary>What was decided, up to the last departure.</summary>
    internal int[] Choices
    {
        get
        {
            int count = Decisions.Departures.Count == 0 ? 0 : Decisions.Departures[^1].Index + 1;
            return [.. Decisions.Made.Take(count).Select(static made => made.Choice)];
        }
    }

    internal static ScheduleRun Perform(Action<TestScheduler> program, ScheduleChooser chooser, TestOptions options, bool traced, int expectedDecisions = 0) =>
        Perform(program, new Decisions(chooser, describes: traced, expected: expectedDecisions), options, traced);

    /// <summary>An ordinary run.</summary>
    internal static ScheduleRun PerformOrdinary(Action<TestScheduler> program, TestOptions options, Survey survey) =>
        Perform(program, new Decisions(new ReplayChooser([]), survey: survey), options, traced: false);

    /// <summary>A run of which is noted what its steps work on.</summary>
    internal static ScheduleRun PerformWithFootprints(Action<TestScheduler> program, ScheduleChooser chooser, TestOptions options) =>
        Perform(program, new Decisions(chooser), options, traced: false, notesFootprints: true);

    private static ScheduleRun Perform(Action<TestScheduler> program, Decisions decisions, TestOptions options, bool traced, bool notesFootprints = false)
    {
        using var test = new TestScheduler(options.With(tracesSteps: traced), scheduler => new Variation(scheduler, decisions, notesFootprints));
        Exception? exception = null;
        Variation.Current = test.Variation;
        try
        {
            program(test);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            exception = failure;
        }
        finally
        {
            Variation.Current = null;
        }

        bool isOutOfRealTime = test.IsOutOfRealTime;
        if (test.DescribeLeftovers() is { } left)
        {
            exception ??= new AssertionFailedException(left);
        }

        return new ScheduleRun(decisions, exception, test.Trace) { IsOutOfRealTime = isOutOfRealTime, Footprints = test.Variation!.Footprints };
    }
}
