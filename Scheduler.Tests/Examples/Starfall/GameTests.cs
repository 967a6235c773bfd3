using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

internal sealed class GameTests
{
    [Test]
    public void Title_StaysUntilFireIsPressed()
    {
        using var run = new GameRun("50 Fire");

        run.To(49).Game.Scene.ShouldBe(Scene.Title);
        run.Game.World.ShouldBeNull();
        run.To(50).Game.Scene.ShouldBe(Scene.Playing);
    }

    [Test]
    public void Profile_IsTaken_FromOnePressToTheNext()
    {
        using var run = new GameRun("1 Fire\n10 Profile\n20 Profile");
        run.To(9).Game.Profile.ShouldBeNull();
        FrameProfiler profile = run.To(15).Game.Profile.ShouldNotBeNull();
        profile.Frames.ShouldBe(5);
        run.To(25).Game.Profile.ShouldBeNull();
        profile.Frames.ShouldBe(9);
    }

    [Test]
    public void Pause_StopsTheWorldToTheLastDigit_AndNotTheRest()
    {
        using var run = new GameRun("1 Fire\n290 Focus\n300 Fire\n330 Pause\n450 Pause");
        string atPause = run.To(330).WorldState();
        bool wasBlinkOn = run.Game.Hud.IsBlinkOn;
        run.World.Shots.ShouldNotBeEmpty();

        run.To(449).WorldState().ShouldBe(atPause);
        run.Game.Scene.ShouldBe(Scene.Paused);
        run.To(361).Game.Hud.IsBlinkOn.ShouldBe(run.Game.Time % 1 < 0.5);
        wasBlinkOn.ShouldBe(5.5 % 1 < 0.5);
        run.To(455).WorldState().ShouldNotBe(atPause);
    }

    [Test]
    public void Pause_DoesNotHearTheShipsControls()
    {
        using var run = new GameRun("1 Fire\n300 Pause\n320 Shield\n330 Left\n400 Pause");
        double before = run.To(299).Ship.X;

        run.To(410).Ship.X.ShouldBe(before);
        run.Ship.Energy.ShouldBe(Ship.FullEnergy);
    }

    [Test]
    public void Restart_FromThePause_BeginsAnew()
    {
        using var run = new GameRun("1 Fire\n300 Pause\n320 Restart");
        World before = run.To(310).World;

        run.To(322).World.ShouldNotBe(before);
        run.Game.Scene.ShouldBe(Scene.Playing);
        before.All.Count.ShouldBe(0);
    }

    [Test]
    public void Restart_WhilePlaying_IsNotHeard()
    {
        using var run = new GameRun("1 Fire\n320 Restart");
        World before = run.To(310).World;

        run.To(330).World.ShouldBe(before);
    }

    [TestCase("5 Quit")]
    [TestCase("1 Fire\n5 Quit")]
    [TestCase("1 Fire\n3 Pause\n5 Quit")]
    public void Quit_IsHeardEverywhere(string keys)
    {
        using var run = new GameRun(keys);

        run.To(4).Game.IsOver.ShouldBeFalse();
        run.To(5).Game.IsOver.ShouldBeTrue();
    }

    [Test]
    public void LastShip_Lost_IsTheEndAndFireBeginsAnew()
    {
        using var run = new GameRun("1 Fire\n1500 Fire");
        run.To(200);
        for (int left = 3; left > 0; left--)
        {
            run.Ship.Left.ShouldBe(left);
            run.Ship.TakeHit().ShouldBeTrue();

            // Half a second nearly without time, one and a half until the next ship, two in which nothing harms it.
            run.To(run.Game.Frames + 250);
        }

        run.Game.Scene.ShouldBe(Scene.Over);
        run.To(1500).Game.Scene.ShouldBe(Scene.Playing);
        run.Ship.Left.ShouldBe(3);
        run.Game.Hud.Score.ShouldBe(0);
    }

    [Test]
    public void Campaign_WithEverybodyShot_GoesOnToAFasterLevel()
    {
        using var run = new GameRun();
        run.To(1);
        var headlines = new List<string>();
        string last = "";
        while (run.World.Level < 2)
        {
            run.Game.Frames.ShouldBeLessThan(4000);
            run.To(run.Game.Frames + 1);
            foreach (Enemy enemy in run.World.Enemies.ToArray())
            {
                enemy.Hit.Emit(1);
            }

            // It is written letter by letter, until the next one is.
            if (!run.Game.Hud.Headline.StartsWith(last))
            {
                headlines.Add(last);
            }

            last = run.Game.Hud.Headline;
        }

        headlines.ShouldBe(
            ["Level 1: Scouts", "Level 1: Gunners", "Level 1: Swarm", "Level 1: The mother ship", "Level 1 is yours!"]);
        run.Game.Hud.Score.ShouldBe((16 * 10) + (5 * 50) + (36 * 10) + 500);
        run.World.Pace.ShouldBe(1.2);
        run.World.Foes.TimeScale.ShouldBe(1.2);
    }

    [Test]
    public void CoroutineTheGameCannotBeWithout_ThatFails_FailsTheFrame()
    {
        using var run = new GameRun();
        run.Game.OnDraw(() => throw new DivideByZeroException("drawing"));

        Should.Throw<DivideByZeroException>(() => run.To(1)).Message.ShouldBe("drawing");
    }

    [Test]
    public void AnyOtherCoroutineThatFails_IsToldAtTheEndAtTheLatest()
    {
        var run = new GameRun();
        run.To(10).World.Foes.CreateTask(Fail());

        Should.Throw<DivideByZeroException>(() =>
        {
            using (run)
            {
                run.To(20);
            }
        });

        static IEnumerator<Awaitable> Fail()
        {
            yield return Awaitable.NextFrame();
            throw new DivideByZeroException();
        }
    }
}
