using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Race: one wins, and all others have ended when it is over.</summary>
internal static class RaceOfTasksScenarios
{
    // What a loser would take if it were not cancelled.
    private const double Long = 100;

    private static readonly string[] _runners = ["x", "y", "z"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("Race", run => Compete(run, null, Children.Work(1, yields: 2), Children.CleanUp(2), Children.Work(3, seconds: Long))),
        new("Race, two at once", run => Compete(run, null, Children.Work(1, yields: 2), Children.Work(2, yields: 2), Children.CleanUp(3))),
        new("Race, the first fails", run => Compete(run, null, Children.Fail(), Children.Work(2, seconds: 1), Children.CleanUp(3))),
        new("Race, all fail", run => Compete(run, null, Children.Fail(), Children.Fail(yields: 2), Children.Fail(yields: 3))),
        new("Race with delays", run => Compete(run, 1, Children.Work(1, seconds: 1.5), Children.Work(2, seconds: 5), Children.CleanUp(3))),
        new("Race with delays, one fails in the moment of the next", run =>
            Compete(run, 1, Children.Work(1, seconds: 2), Children.Fail(), Children.Work(3, seconds: 1))),
    ];

    private static void Compete(RaceRun run, double? delay, params IEnumerator<Awaitable>[] bodies)
    {
        run.MayBeCancelledAlong("parent");
        run.MayBeCancelled(_runners);
        run.MayFail<IOException>();
        run.MayFail<AggregateException>();
        run.Encloses("parent", _runners);
        run.Start("parent", Parent());
        run.Start("witness", Children.Work(0, yields: 5, seconds: 1));

        IEnumerator<Awaitable> Parent()
        {
            yield return Race<int>(bodies.Select((body, index) => Runner(body, index)), delay).Into(out var winner);
            winner.Result.Result.ShouldBe(winner.Result.Index + 1);
            (winner.Result.Index == 2 || run.Scheduler.Time < Long).ShouldBeTrue("The losers were not cancelled.");
        }

        IEnumerator<Awaitable> Runner(IEnumerator<Awaitable> body, int index)
        {
            run.JoinAs(_runners[index]);
            yield return Await<int>(body).Into(out var result);
            yield return Return(result.Result);
        }
    }
}
