using Coroutines.Examples.Cookbook.Command;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Finding a race by exploration.</summary>
internal sealed class FindARace : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-find-a-race
        ScheduleFailure failure = Schedules.Explore(() => Shop(isLocked: false)).ShouldFail();
        Console.WriteLine($"without a lock: {failure.Exception.Message}, with {failure.Departures} departure from the usual order");

        Exploration locked = Schedules.Explore(() => Shop(isLocked: true), runs: 200);
        locked.ShouldPass();
        Console.WriteLine("with a lock: 200 runs, and none fails");

        static IEnumerator<Awaitable> Shop(bool isLocked)
        {
            int tickets = 1;
            var gate = new CoLock("shop");
            yield return Gather(Buy(pauses: 0), Buy(pauses: 5));
            if (tickets < 0)
                throw new InvalidOperationException("the last ticket was sold twice");

            IEnumerator<Awaitable> Buy(int pauses)
            {
                for (int i = 0; i < pauses; i++)
                    yield return null;
                if (isLocked)
                {
                    yield return gate.Acquire().Into(out var held);
                    using (held.Result)
                        yield return Await(Take());
                }
                else
                {
                    yield return Await(Take());
                }
            }

            IEnumerator<Awaitable> Take()
            {
                if (tickets > 0)                                     // check,
                {
                    yield return null;                               // somebody else may run here,
                    tickets--;                                       // act
                }
            }
        }
        // end-snippet
    }
}
