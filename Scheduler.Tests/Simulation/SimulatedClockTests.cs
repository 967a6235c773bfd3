using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Clocks of hosts that are ahead or behind, and gain or lose.</summary>
public sealed class SimulatedClockTests
{
    private static readonly DateTimeOffset _start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Clock_ThatIsRight_ShowsTheTimeOfTheWorld()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        world.Simulation.Run(90);
        host.Clock.GetUtcNow().ShouldBe(_start.AddSeconds(90));
        host.Clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(90));
        host.Clock.LocalTimeZone.ShouldBe(TimeZoneInfo.Utc);
        Should.Throw<NotSupportedException>(() => host.Clock.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero)).Message.ShouldContain("Sleep");
    }

    [Test]
    public void ClockOffset_MovesTheDate_AndNotWhatCountsSeconds()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        host.ClockOffset = -30;
        world.Simulation.Run(10);
        host.Clock.GetUtcNow().ShouldBe(_start.AddSeconds(-20));
        host.Clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Test]
    public void ClockRate_IsFeltBySleepsAndTimeLimits_AlsoAfterACrash()
    {
        using var world = new World();
        SimulatedHost fast = world.Simulation.AddHost("fast", Beat);
        fast.ClockRate = 2;
        world.Simulation.Run(12);
        fast.Clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(24));
        fast.Crash();
        world.Simulation.Run(1);
        fast.Restart();
        world.Simulation.Run(6);
        fast.Clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(38));
        world.Log.ShouldBe(["5.000 slept", "6.000 time is up", "18.000 slept", "19.000 time is up"]);

        IEnumerator<Awaitable> Beat()
        {
            yield return Sleep(10);
            world.Note("slept");
            yield return Settle(WaitFor(new Future(), 2), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            world.Note("time is up");
            yield return new Future();
        }
    }

    [Test]
    public void ClocksOfTheSeed_AreWithinTheirBounds_AndDiffer()
    {
        using var world = new World(options: new SimulationOptions { ClockDrift = 0.1, ClockOffset = 5 });
        SimulatedHost[] hosts = [.. Enumerable.Range(1, 20).Select(i => world.AddIdle($"host-{i}"))];
        hosts.ShouldAllBe(static host => host.ClockRate >= 0.9 && host.ClockRate <= 1.1);
        hosts.ShouldAllBe(static host => host.ClockOffset >= -5 && host.ClockOffset <= 5);
        hosts.Select(static host => host.ClockRate).Distinct().Count().ShouldBe(20);
        hosts.Select(static host => host.ClockOffset).Distinct().Count().ShouldBe(20);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void ClockRate_ThatIsNone_IsRefused(double rate)
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        Should.Throw<ArgumentOutOfRangeException>(() => host.ClockRate = rate).Message.ShouldContain("host 'a'");
        host.ClockRate.ShouldBe(1);
    }

    [Test]
    public void ClockOffset_ThatIsNotFinite_IsRefused()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        Should.Throw<ArgumentOutOfRangeException>(() => host.ClockOffset = double.NaN);
        host.ClockOffset.ShouldBe(0);
    }
}
