namespace Coroutines.Tests.Loop;

public sealed class SchedulerOptionsTests
{
    [Test]
    public void TimeProvider_Null_IsRefused() =>
        Should.Throw<ArgumentNullException>(() => new SchedulerOptions { TimeProvider = null! });

    [TestCase(0)]
    [TestCase(-1)]
    public void TickIterationLimit_BelowOne_IsRefused(int limit) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { TickIterationLimit = limit });

    [Test]
    public void Durations_TakeSecondsAndTimeSpans()
    {
        var options = new SchedulerOptions { SlowStepThreshold = 0.25, PredicateInterval = TimeSpan.FromMilliseconds(5) };

        options.SlowStepThreshold.Seconds.ShouldBe(0.25);
        options.PredicateInterval.Seconds.ShouldBe(0.005);
        options.SlowStepThreshold.ToString().ShouldBe("0.25 s");
    }

    [Test]
    public void Durations_NegativeActsAsZero_NaNIsRefused()
    {
        new SchedulerOptions { PredicateInterval = -1 }.PredicateInterval.ShouldBe((Duration)0);
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { PredicateInterval = double.NaN });
    }
}
