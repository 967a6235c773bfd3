using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>An ability with a cooldown.</summary>
internal sealed class AbilityCooldown : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-ability-cooldown
        using var scheduler = new Scheduler();
        var hero = new CoGroup(scheduler, "hero");
        for (int frame = 0; frame < 6; frame++)
        {
            Cast("fireball", cooldown: 2.0);                         // the player keeps pressing
            scheduler.Tick(0.75);
        }

        void Cast(string spell, double cooldown)
        {
            if (hero.FindTask(spell) is CoTask cooling)
                Console.WriteLine($"{scheduler.Time:0.00} s  {spell}: ready in {cooling.SleepLeft:0.00} s");
            else
                hero.CreateTask(spell, Spell(spell, cooldown), RestartPolicy.Keep);
        }

        IEnumerator<Awaitable> Spell(string spell, double cooldown)
        {
            Console.WriteLine($"{Now:0.00} s  {spell}!");
            yield return Sleep(cooldown);
        }
        // end-snippet
    }
}
