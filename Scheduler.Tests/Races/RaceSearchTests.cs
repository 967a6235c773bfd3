using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>The search finds what it is meant to find, and tells where.</summary>
public sealed class RaceSearchTests
{
    private const int Window = 4;

    [Test]
    public void FindProblem_OfASoundScenario_IsNull()
    {
        var search = new RaceSearch(new RaceScenario("sound", static run => run.Start("a", Children.Work(1, yields: 2, seconds: 1))), Window);
        search.FindProblem().ShouldBeNull();
        search.Runs.ShouldBeGreaterThan(search.Struck);
    }

    [Test]
    public void FindProblem_WhereAWakeUpIsNotPassedOn_TellsWhoIsStuckAndWhatRan()
    {
        string problem = Find(run =>
        {
            // A hand-over that forgets that its receiver may have been cancelled.
            Queue<Future> waiters = [];
            run.Start("a", Wait());
            run.Start("b", Wait());
            run.Scheduler.CreateTask(Give());

            IEnumerator<Awaitable> Wait()
            {
                Future mine = new();
                waiters.Enqueue(mine);
                yield return mine;
                WakeNext();
            }

            IEnumerator<Awaitable> Give()
            {
                yield return null;
                WakeNext();
            }

            void WakeNext()
            {
                if (waiters.TryDequeue(out Future? next) && !next.IsDone)
                {
                    next.SetResult();
                }
            }
        });

        problem.ShouldContain("Strike { Moment = ");
        problem.ShouldContain("Party = a, Kind = Cancel }");
        problem.ShouldContain("stuck:");
        problem.ShouldContain("task 'b'");
        problem.ShouldContain("Cancel of a");
    }

    [Test]
    public void FindProblem_WhereAnItemIsLost_Finds() => Find(run =>
    {
        QueueLedger ledger = new(run, new CoQueue<int>(name: "queue"));
        run.Start("putter", ledger.Put([1]));
        run.Start("getter", GetSlowly());

        // The item is nowhere while it is carried.
        IEnumerator<Awaitable> GetSlowly()
        {
            yield return ledger.Queue.Get().Into(out var item);
            yield return null;
            ledger.Note(item.Result);
        }
    }).ShouldContain("items got, dropped and left, against items put");

    [Test]
    public void FindProblem_WhereSomethingIsNotReleased_Finds() => Find(run =>
    {
        CoLock gate = run.Watch(new CoLock("gate"));
        run.Start("a", Hold());

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
            yield return null;
            gate.Release();
        }
    }).ShouldContain("gate");

    [Test]
    public void FindProblem_WhereATimerIsLeft_Finds() => Find(run =>
    {
        run.Start("a", SetAlarm());

        IEnumerator<Awaitable> SetAlarm()
        {
            TimerHandle alarm = run.Scheduler.CallLater(5, static () => { });
            yield return Sleep(1);
            alarm.Cancel();
        }
    }).ShouldContain("1 timers are left");

    [Test]
    public void FindProblem_WhereAChildIsLeft_Finds() => Find(run =>
    {
        run.Encloses("parent", "child");
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            CoTask child = run.Join(CreateTask(Children.Work(1, yields: 3), "child"));
            yield return Shield(child);
        }
    }).ShouldContain("parent is done, and child inside it is not");

    [Test]
    public void FindProblem_WhereACancelHitsABystander_Finds() => Find(run =>
    {
        CoTask other = run.Start("other", Children.Work(1, yields: 3));
        run.Start("waiter", Wait());

        IEnumerator<Awaitable> Wait()
        {
            yield return other;
        }
    }).ShouldContain("ended with CancelledException");

    [Test]
    public void FindProblem_WhereACountOfCancelsIsOff_Finds() => Find(run =>
    {
        run.Start("a", Uncancel());

        IEnumerator<Awaitable> Uncancel()
        {
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            CoTask.Current!.Uncancel();
        }
    }).ShouldContain("a counts 0 cancels, and got 1");

    private static string Find(Action<RaceRun> setUp) =>
        new RaceSearch(new RaceScenario("unsound", setUp), Window).FindProblem().ShouldNotBeNull();
}
