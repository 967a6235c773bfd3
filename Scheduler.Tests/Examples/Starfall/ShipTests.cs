using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

internal sealed class ShipTests
{
    private const string GuardedShape = "(/A\\)";

    [Test]
    public void Course_IsKeptUntilItIsChanged()
    {
        using var run = new GameRun("1 Fire\n60 Left\n90 Right\n120 Stop");
        double middle = run.To(59).Ship.X;

        // 34 columns a second.
        run.To(89).Ship.X.ShouldBe(middle - (34 * 0.5), 0.4);
        run.To(119).Ship.X.ShouldBe(middle, 0.7);
        double end = run.To(121).Ship.X;
        run.To(200).Ship.X.ShouldBe(end);
    }

    [Test]
    public void Course_EndsAtTheFieldsEdge()
    {
        using var run = new GameRun("1 Fire\n60 Left\n300 Right");

        run.To(299).Ship.X.ShouldBe(2);
        run.To(600).Ship.X.ShouldBe(run.World.Field.Width - 3);
    }

    // A held key presses again and again: that must not be more guns, nor begin the rhythm anew.
    [Test]
    public void Fire_Held_KeepsTheRhythm()
    {
        string keys = "1 Fire\n" + string.Join('\n', Enumerable.Range(20, 60).Select(frame => $"{frame} Fire"));
        using var run = new GameRun(keys);
        double[] rows = [.. run.To(60).World.Shots.Select(shot => shot.Y)];

        rows.Length.ShouldBe(5);
        for (int i = 1; i < rows.Length; i++)
        {
            (rows[i] - rows[i - 1]).ShouldBe(26 * 0.16, 1e-9);
        }
    }

    [Test]
    public void Fire_Tapped_GoesOnForAWhile()
    {
        using var run = new GameRun("1 Fire\n20 Fire");
        var shots = new HashSet<Shot>();
        for (int frame = 20; frame < 200; frame++)
        {
            shots.UnionWith(run.To(frame).World.Shots);
        }

        // 1.2 s / 0.16 s
        shots.Count.ShouldBe(8);
        run.World.Home.FindTask("guns").ShouldBeNull();
    }

    [Test]
    public void Shield_Raised_KeepsHitsOff()
    {
        using var run = new GameRun("1 Fire\n200 Shield");

        run.To(201).Ship.Shape.ShouldBe([GuardedShape]);
        run.Ship.TakeHit().ShouldBeTrue();
        run.To(210).Ship.Left.ShouldBe(3);

        run.To(360).Ship.Shape.ShouldNotBe([GuardedShape]);
        run.Ship.TakeHit().ShouldBeTrue();
        run.To(600).Ship.Left.ShouldBe(2);
    }

    [Test]
    public void Shield_RaisedAgain_LastsFromThenOn()
    {
        using var run = new GameRun("1 Fire\n200 Shield\n300 Shield");

        run.To(448).Ship.Shape.ShouldBe([GuardedShape]);
        run.To(452).Ship.Shape.ShouldNotBe([GuardedShape]);
    }

    [Test]
    public void Shield_WithoutEnergy_StaysDown()
    {
        using var run = new GameRun("1 Fire\n200 Shield\n201 Shield\n202 Shield\n203 Shield\n360 Shield");
        run.To(204).Ship.Energy.ShouldBeLessThan(1);

        run.To(365).Ship.Shape.ShouldNotBe([GuardedShape]);
    }

    [Test]
    public void Focus_SlowsDownTheFoesAlone()
    {
        using var run = new GameRun("1 Fire\n200 Focus");
        run.To(230);
        double foes = run.World.Foes.Time;
        double home = run.World.Home.Time;

        run.To(290);
        (run.World.Home.Time - home).ShouldBe(1, 1e-9);
        (run.World.Foes.Time - foes).ShouldBe(0.25, 1e-9);

        run.To(500).World.Foes.TimeScale.ShouldBe(1);
    }

    [Test]
    public void Focus_PressedAgain_CostsNothingMore()
    {
        using var run = new GameRun("1 Fire\n200 Focus\n201 Focus\n202 Focus");

        run.To(203).Ship.Energy.ShouldBe(65, 1);
    }

    [Test]
    public void Hit_HoldsTheBreathOfAll()
    {
        using var run = new GameRun();
        run.To(200).Ship.TakeHit().ShouldBeTrue();

        run.To(203).World.All.TimeScale.ShouldBe(0.1);
        run.To(229).World.All.TimeScale.ShouldBe(0.1);
        run.To(233).World.All.TimeScale.ShouldBe(1);
    }
}
