using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>An enemy as a state machine.</summary>
internal sealed class EnemyStates : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-enemy-states
        using var scheduler = new Scheduler();
        CoSignal seen = new("seen"), hidden = new("hidden");
        Func<IEnumerator<Awaitable>> state = Patrol;
        scheduler.CreateTask(Live(), "guard");
        for (int second = 1; second <= 11; second++)
        {
            if (second == 2)
                seen.Emit();
            if (second == 7)
                hidden.Emit();
            scheduler.Tick(1.0);
        }

        IEnumerator<Awaitable> Live()
        {
            while (true)
                yield return Await(state());
        }

        IEnumerator<Awaitable> Patrol()
        {
            Say("walks up and down");
            yield return seen.Next();
            state = Chase;
        }

        IEnumerator<Awaitable> Chase()
        {
            Say("runs after you");
            yield return Settle(WaitFor(hidden.Next(), 3.0), out var lost);
            if (lost.IsSuccess)
                state = Search;
            else
                state = Attack;                                      // in three seconds it is there
        }

        IEnumerator<Awaitable> Attack()
        {
            Say("strikes");
            yield return Sleep(1.0);
            state = Chase;
        }

        IEnumerator<Awaitable> Search()
        {
            Say("looks around");
            yield return Settle(WaitFor(seen.Next(), 2.5), out var found);
            state = found.IsSuccess ? (Func<IEnumerator<Awaitable>>)Chase : Patrol;
        }

        void Say(string what) => Console.WriteLine($"{Now:0.0} s  the guard {what}");
        // end-snippet
    }
}
