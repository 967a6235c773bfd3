using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A cut-scene that can be skipped.</summary>
internal sealed class CutScene : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-cut-scene
        using var scheduler = new Scheduler();
        double door = 0;
        CoTask scene = scheduler.CreateTask(Scene());
        scheduler.CreateTask(Game());
        for (int frame = 1; frame <= 12; frame++)
        {
            scheduler.Tick(0.25);
            if (frame == 11)
                scene.Cancel("skipped");                             // the player has pressed a key
        }

        IEnumerator<Awaitable> Game()
        {
            yield return Settle(scene, out var outcome, includeCancellation: true);
            Console.WriteLine($"{Now:0.00} s  {outcome}, the door is at {door}: the game begins");
        }

        IEnumerator<Awaitable> Scene()
        {
            try
            {
                Say("A dark night.");
                yield return Sleep(2.0);
                Say("A door creaks.");
                yield return Await(Tween(0, 90, 2.0, Easing.OutSine, angle => door = angle));
                Say("Nobody is there.");
                yield return Sleep(2.0);
            }
            finally
            {
                door = 90;                                           // seen or skipped
                Console.WriteLine($"{Now:0.00} s  the music stops");
            }
        }

        void Say(string line) => Console.WriteLine($"{Now:0.00} s  {line}");
        // end-snippet
    }
}
