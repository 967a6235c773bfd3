using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Barriers: who is cancelled leaves, the others go on together, and the next round finds the barrier whole.</summary>
internal static class BarrierScenarios
{
    private static readonly string[] _parties = ["a", "b", "c"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoBarrier, one round", run => Meet(run, rounds: 1)),
        new("CoBarrier, two rounds", run => Meet(run, rounds: 2)),
        new("CoBarrier, reset", run => Change(run, barrier => barrier.Reset(), breaks: false)),
        new("CoBarrier, aborted", run => Change(run, barrier => barrier.Abort(), breaks: true)),
    ];

    private static void Meet(RaceRun run, int rounds)
    {
        CoBarrier barrier = run.Watch(new CoBarrier(_parties.Length, "start"));
        foreach (string name in _parties)
        {
            run.Start(name, Party());
        }

        run.WhenStuck(() => barrier.Waiting < barrier.Parties, StandIn);
        run.AtEnd(() => barrier.Waiting.ShouldBe(0));

        // As many as are missing come instead of those that were cancelled.
        void StandIn()
        {
            for (int missing = barrier.Parties - barrier.Waiting; missing > 0; missing--)
            {
                run.Scheduler.CreateTask(Once());
            }
        }

        IEnumerator<Awaitable> Party()
        {
            for (int i = 0; i < rounds; i++)
            {
                yield return Await(Once());
            }
        }

        IEnumerator<Awaitable> Once()
        {
            yield return barrier.Wait().Into(out var index);
            index.Result.ShouldBeInRange(0, barrier.Parties - 1);
        }
    }

    private static void Change(RaceRun run, Func<CoBarrier, Awaitable> change, bool breaks)
    {
        bool isChanged = false;
        CoBarrier barrier = run.Watch(new CoBarrier(_parties.Length, "start"));
        run.Start("a", Party());
        run.Start("b", Party());
        run.Start("changer", Changer());
        run.MayFail<BrokenBarrierException>();
        run.WhenStuck(
            () => barrier.Waiting > 0 && run.WasStruck("changer"),
            () => run.Scheduler.CreateTask(Changer()));
        run.AtEnd(() => barrier.Waiting.ShouldBe(0));
        run.AtEnd(() => barrier.IsBroken.ShouldBe(breaks && isChanged));

        IEnumerator<Awaitable> Party()
        {
            yield return barrier.Wait();
        }

        IEnumerator<Awaitable> Changer()
        {
            yield return null;
            yield return change(barrier);
            isChanged = true;
        }
    }
}
