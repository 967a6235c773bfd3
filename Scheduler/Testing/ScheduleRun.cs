namespace Coroutines.Testing;

/// <summary>One run of a program under one order of its steps.</summary>
/// <param name="Choices">What was chosen.</param>
/// <param name="Counts">Among how many, each time.</param>
/// <param name="Exception">What it failed with; null if it did not.</param>
/// <param name="Trace">What ran, if that was asked for.</param>
internal sealed record ScheduleRun(IReadOnlyList<int> Choices, IReadOnlyList<int> Counts, Exception? Exception, Trace Trace)
{
    internal static ScheduleRun Perform(
        Action<TestScheduler> program, ScheduleChooser chooser, TestOptions options, bool traced)
    {
        BatchOrder? order = null;
        using var test = new TestScheduler(With(options, traced), scheduler => order = new BatchOrder(scheduler, chooser));
        Exception? exception = null;
        try
        {
            program(test);
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            exception = failure;
        }

        if (test.DescribeLeftovers() is { } left)
        {
            exception ??= new AssertionFailedException(left);
        }

        return new ScheduleRun(order!.Choices, order.Counts, exception, test.Trace);
    }

    private static TestOptions With(TestOptions options, bool traced) => new()
    {
        VirtualTimeout = options.VirtualTimeout,
        RealTimeout = options.RealTimeout,
        IterationLimit = options.IterationLimit,
        Permitted = options.Permitted,
        Phases = options.Phases,
        Debug = options.Debug,
        TracksReuse = options.TracksReuse,
        TracesSteps = traced,
    };
}
