using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A save point.</summary>
internal sealed class SavePoint : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-save-point
        using var scheduler = new Scheduler();
        var level = new CoGroup(scheduler, "level");
        var died = new CoSignal<string>("died");
        int coins = 0;
        (string Place, int Coins) saved = ("the entrance", 0);
        scheduler.CreateTask(Play(lives: 2));
        for (int frame = 1; frame <= 20; frame++)
            scheduler.Tick(0.5);

        IEnumerator<Awaitable> Play(int lives)
        {
            for (; lives > 0; lives--)
            {
                coins = saved.Coins;
                Console.WriteLine($"{Now:0.0} s  at {saved.Place}, coins: {coins}");
                level.CreateTask(Walk(saved.Place));
                level.CreateTask(Music());
                yield return died.Next().Into(out var cause);
                Console.WriteLine($"{Now:0.0} s  {cause.Result}");
                level.Cancel("died");
                yield return level;                                  // until all of it has cleaned up
            }

            Console.WriteLine($"{Now:0.0} s  game over");
        }

        IEnumerator<Awaitable> Walk(string from)
        {
            if (from == "the entrance")
            {
                yield return Sleep(2.0);
                coins++;
                saved = ("the bridge", coins);
            }

            yield return Sleep(1.0);
            coins++;
            died.Emit("the bridge breaks");
        }

        IEnumerator<Awaitable> Music()
        {
            try { yield return Sleep(double.PositiveInfinity); }
            finally { Console.WriteLine($"{Now:0.0} s  the music stops"); }
        }
        // end-snippet
    }
}
