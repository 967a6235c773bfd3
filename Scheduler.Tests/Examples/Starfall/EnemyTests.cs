using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

internal sealed class EnemyTests
{
    [Test]
    public void Enemy_Shot_IsGoneWithAllItsCoroutines()
    {
        using var run = new GameRun();
        World world = run.To(200).World;
        Enemy enemy = world.Enemies[0];
        int tasks = world.Invaders.Count;

        enemy.Hit.Emit(1).ShouldBe(1);
        run.To(201);

        world.Enemies.ShouldNotContain(enemy);
        world.Invaders.Tasks.ShouldAllBe(task => !task.Name!.StartsWith(enemy.Name + " "));
        world.Invaders.Count.ShouldBeLessThan(tasks);
        world.Effects.ShouldNotBeEmpty();
        run.Game.Hud.Score.ShouldBe(10);
    }

    [Test]
    public void Enemy_HitTwiceInOneStep_HearsOfOne()
    {
        using var run = new GameRun();
        Enemy enemy = run.To(200).World.Enemies[0];

        enemy.Hit.Emit(1).ShouldBe(1);
        enemy.Hit.Emit(1).ShouldBe(0);
    }

    [Test]
    public void Gunner_Hit_FlashesForFourFrames()
    {
        using var run = new GameRun();
        World world = run.To(10).World;
        var gunner = new Gunner(world, new Formation(world.Field, columns: 1), 0);
        world.Invaders.CreateTask(gunner.Live());
        run.To(11);

        gunner.Hit.Emit(1);
        run.To(12).World.Enemies.ShouldContain(gunner);
        gunner.Health.ShouldBe(2);
        gunner.Tint.ShouldBe(Tint.Flash);
        run.To(15);
        gunner.Tint.ShouldBe(Tint.Flash);
        run.To(16);
        gunner.Tint.ShouldBe(Tint.Gunner);
    }

    [Test]
    public void Boss_WithHalfItsHealth_CallsForHelp()
    {
        using var run = new GameRun();
        World world = run.To(10).World;
        var boss = new Boss(world);
        world.Invaders.CreateTask(boss.Live(), "boss");
        run.To(11);
        boss.Hit.Emit(21);

        // Scouts are shot as they come.
        var helpers = new List<string>();
        while (run.Game.Frames < 900)
        {
            run.To(run.Game.Frames + 1);
            helpers.AddRange(world.Invaders.Tasks.Select(task => task.Name!).Where(name => name.StartsWith("help ")));
        }

        helpers.Distinct().ShouldBe(["help 0", "help 1", "help 2", "help 3"]);
    }

    [Test]
    public void Shots_AtAnyFrameRate_HitWhatIsInTheirWay([Values(1.0 / 60, 0.05, 0.1)] double frameTime)
    {
        using var game = new Game(new RecordedControls("1 Fire"), new FieldSize(78, 20), seed: 1);
        game.Tick(frameTime);
        World world = game.World!;

        // Before anybody else comes.
        Enemy target = new Boss(world);
        world.Invaders.CreateTask(target.Live());
        while (game.Time < 1.5)
        {
            game.Tick(frameTime);
        }

        int before = target.Health;
        world.FireUp(new Vector(target.X, 15), new Vector(0, -150));
        while (game.Time < 1.9)
        {
            game.Tick(frameTime);
        }

        target.Health.ShouldBe(before - 1);
    }
}
