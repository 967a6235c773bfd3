namespace Coroutines.Testing;

/// <summary>One run of a program under one order of its steps.</summary>
/// <param name="Choices">What was chosen.</param>
/// <param name="Counts">Among how many, each time.</param>
/// <param name="Exception">What it failed with; null if it did not.</param>
/// <param name="Trace">What ran, if that was asked for.</param>
internal sealed record ScheduleRun(IReadOnlyList<int> Choices, IReadOnlyList<int> Counts, Exception? Exception, StepTrace Trace)
{
    /// <summary>Whether it was ended because it took too long in real time: another such one would take as long.</summary>
    internal bool IsOutOfRealTime { get; private init; }

    internal static ScheduleRun Perform(
        Action<TestScheduler> program, ScheduleChooser chooser, TestOptions options, bool traced)
    {
        BatchOrder? order = null;
        using var test = new TestScheduler(options.With(tracesSteps: traced), scheduler => order = new BatchOrder(scheduler, chooser));
        Exception? exception = null;
        try
        {
            program(test);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            exception = failure;
        }

        bool isOutOfRealTime = test.IsOutOfRealTime;
        if (test.DescribeLeftovers() is { } left)
        {
            exception ??= new AssertionFailedException(left);
        }

        return new ScheduleRun(order!.Choices, order.Counts, exception, test.Trace) { IsOutOfRealTime = isOutOfRealTime };
    }
}
