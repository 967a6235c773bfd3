using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Combo input.</summary>
internal sealed class ComboInput : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-combo-input
        using var scheduler = new Scheduler();
        var keys = new CoSignal<string>("keys");
        string[] uppercut = { "down", "right", "punch" };
        scheduler.CreateTask(Watch(uppercut, within: 0.4));
        scheduler.Tick(0);
        Press(0.2, "down", "right", "punch");
        Press(0.2, "down", "down", "right", "punch");
        Press(0.5, "down", "right", "punch");

        IEnumerator<Awaitable> Watch(string[] combo, double within)
        {
            int done = 0;
            while (true)
            {
                yield return Settle(WaitFor(keys.Next(), done == 0 ? double.PositiveInfinity : within), out var key);
                if (!key.IsSuccess)
                    done = 0;                                        // too late
                else if (key.Result == combo[done])
                    done++;
                else
                    done = key.Result == combo[0] ? 1 : 0;           // the wrong key may be the first one of a new try
                if (done == combo.Length)
                {
                    Console.WriteLine($"{Now:0.0} s  uppercut!");
                    done = 0;
                }
            }
        }

        void Press(double pause, params string[] pressed)
        {
            Console.WriteLine($"{scheduler.Time:0.0} s  {string.Join(", ", pressed)}");
            foreach (string key in pressed)
            {
                keys.Emit(key);
                scheduler.Tick(pause);
            }

            scheduler.Tick(1.0);
        }
        // end-snippet
    }
}
