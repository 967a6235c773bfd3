using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on game loops: time, groups, owners and keys.</summary>
public sealed class GameGroupTests : SnippetTest
{
    [Test]
    public void Time_OfAGroup_IsScaledAndPaused()
    {
        // snippet: game-time
        using var scheduler = new Scheduler();
        var world = new CoGroup(scheduler, "world");
        world.CreateTask(Fuse());
        scheduler.Tick(1.0);                         // 1 s of the fuse
        world.TimeScale = 0.5;                       // slow motion
        scheduler.Tick(1.0);                         // half a second of it
        world.Pause();
        scheduler.Tick(10.0);                        // nothing
        world.Resume();
        scheduler.Tick(2.0);                         // the last half second takes one

        IEnumerator<Awaitable> Fuse()
        {
            yield return Sleep(2.0);
            Console.WriteLine($"boom: {Now} s in the world, {Scheduler.Current.Time} s outside");
        }
        // end-snippet

        Console.ShouldRead("boom: 2 s in the world, 13 s outside");
    }

    [Test]
    public void SleepUnscaled_FollowsNoTimeScale()
    {
        // snippet: game-unscaled
        using var scheduler = new Scheduler();
        var world = new CoGroup(scheduler, "world") { TimeScale = 0.1 };
        world.CreateTask(Caption());
        world.CreateTask(Walk());
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);

        IEnumerator<Awaitable> Caption()
        {
            yield return SleepUnscaled(0.5);
            Console.WriteLine($"{Scheduler.Current.Time} s  the caption is gone");
        }

        IEnumerator<Awaitable> Walk()
        {
            yield return null;                       // slow motion is no fewer frames, it is shorter ones
            Console.WriteLine($"walked {DeltaTime:0.00} s in a frame of {Scheduler.Current.FrameTime:0.00} s");
        }
        // end-snippet

        Console.ShouldRead("0.5 s  the caption is gone", "walked 0.10 s in a frame of 1.00 s");
    }

    [Test]
    public void Every_CatchesUpAsAskedFor()
    {
        // snippet: game-every
        foreach (CatchUp catchUp in new[] { CatchUp.RunEach, CatchUp.Skip, CatchUp.Merge })
        {
            using var scheduler = new Scheduler();
            var shots = new List<string>();
            scheduler.CreateTask(Turret(Every(0.5, catchUp), shots));
            scheduler.Tick(3.0);
            Console.WriteLine($"{catchUp,-7}   {string.Join(" | ", shots)}");
        }

        IEnumerator<Awaitable> Turret(Ticker every, List<string> shots)
        {
            while (true)
            {
                yield return every;
                shots.Add($"{Now}: shot {every.Count}");
                if (every.Count == 2)
                    yield return Sleep(1.2);         // jammed until 2.2: the moments 1.5 and 2.0 pass
            }
        }
        // end-snippet

        Console.ShouldRead(
            "RunEach   0.5: shot 1 | 1: shot 2 | 2.2: shot 3 | 2.2: shot 4 | 2.5: shot 5 | 3: shot 6",
            "Skip      0.5: shot 1 | 1: shot 2 | 2.5: shot 5 | 3: shot 6",
            "Merge     0.5: shot 1 | 1: shot 2 | 2.2: shot 4 | 2.5: shot 5 | 3: shot 6");
    }

    [Test]
    public void Groups_ArePausedCancelledAndAwaited()
    {
        // snippet: game-groups
        using var scheduler = new Scheduler();
        var level = new CoGroup(scheduler, "level");
        var enemies = new CoGroup(level, "enemies");             // what pauses or ends the level, does so to them
        enemies.CreateTask(Enemy("orc", 1.0));
        enemies.CreateTask(Enemy("bat", 3.0));
        level.CreateTask(Win(enemies));
        scheduler.Tick(2.0);
        Console.WriteLine($"{enemies}");
        enemies.Cancel("bomb");                                  // the finally blocks run in the next Tick
        scheduler.Tick(0.1);
        level.Dispose();                                         // takes no new ones

        IEnumerator<Awaitable> Enemy(string name, double life)
        {
            try { yield return Sleep(life); }
            finally { Console.WriteLine($"{name} is gone"); }
        }

        IEnumerator<Awaitable> Win(CoGroup enemies)
        {
            yield return enemies;                                // until none is left
            Console.WriteLine("won");
        }
        // end-snippet

        Console.ShouldRead("orc is gone", "group 'enemies' (1 task)", "bat is gone", "won");
    }

    [Test]
    public void Tag_IsAGroupByName()
    {
        using var scheduler = new Scheduler();
        scheduler.Group("hud").CreateTask(Sleeper());

        // snippet: game-tags
        scheduler.Group("hud").Pause();                          // the group of that name; made where there is none
        Console.WriteLine($"{scheduler.Group("hud")}");
        // end-snippet

        Console.ShouldRead("group 'hud' (1 task, paused)");

        static IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(1.0);
        }
    }

    [Test]
    public void Owner_EndsItsCoroutines()
    {
        // snippet: game-owner
        using var scheduler = new Scheduler();
        var player = new Player();
        scheduler.CreateTask(Heal()).BindTo(player.Life);
        scheduler.Tick(1.5);
        player.Dispose();                                        // cancels what is bound to it, at once
        scheduler.Tick(1.5);

        IEnumerator<Awaitable> Heal()
        {
            try
            {
                while (true)
                {
                    yield return Sleep(1.0);
                    Console.WriteLine("healed");
                }
            }
            finally { Console.WriteLine("no more healing"); }
        }
        // end-snippet

        Console.ShouldRead("healed", "no more healing");
    }

    [Test]
    public void Key_RunsOneAtATime()
    {
        // snippet: game-keys
        using var scheduler = new Scheduler();
        var effects = new CoGroup(scheduler, "effects");
        effects.CreateTask("flash", Flash("red"), RestartPolicy.Replace);
        scheduler.Tick(0.5);
        effects.CreateTask("flash", Flash("white"), RestartPolicy.Replace);     // red ends first
        effects.CreateTask("flash", Flash("grey"), RestartPolicy.Keep);         // one runs, so this one is dropped
        effects.CreateTask("flash", Flash("blue"), RestartPolicy.Queue);        // after white
        scheduler.Tick(2.0);

        IEnumerator<Awaitable> Flash(string colour)
        {
            Console.WriteLine($"{Now} s  {colour}");
            try { yield return Sleep(1.0); }
            finally { Console.WriteLine($"{Now} s  no {colour}"); }
        }
        // end-snippet

        Console.ShouldRead(
            "0 s  red", "0.5 s  no red", "0.5 s  white", "1.5 s  no white", "1.5 s  blue", "2.5 s  no blue");
    }

    // snippet: game-owner-class
    private sealed class Player : IDisposable
    {
        public Lifetime Life { get; } = new();

        public void Dispose() => Life.Dispose();
    }
    // end-snippet
}
