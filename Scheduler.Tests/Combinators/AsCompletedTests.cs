using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>AsCompleted</c>, beyond what is compared with CPython.</summary>
public sealed class AsCompletedTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Returning(int value, double seconds = 0)
    {
        yield return Sleep(seconds);
        yield return Return(value);
    }

    [Test]
    public void ThoseThatAreDone_ComeInTheOrderOfTheArguments_AtNoIterationBetween()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int>[] tasks = [.. Enumerable.Range(1, 5).Select(i => CreateTask<int>(Returning(i)))];
            yield return Sleep(1);
            long iteration = 0;
            foreach (Awaitable<int> next in AsCompleted(tasks))
            {
                yield return next;
                _rig.Log($"{next.Result}");
                iteration = iteration == 0 ? _rig.Scheduler.Loop.Iteration : iteration;
                _rig.Scheduler.Loop.Iteration.ShouldBe(iteration);
            }
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("1", "2", "3", "4", "5");
    }

    [Test]
    public void Coroutines_BecomeTasks_ThatTheSecondFormHandsOut()
    {
        IEnumerator<Awaitable> Main()
        {
            foreach (Awaitable<CoTask<int>> next in AsCompleted<int>([Returning(1, 2), Returning(2, 1)]).Tasks)
            {
                yield return next;
                _rig.LogTime($"{next.Result.Name} {next.Result.Result}");
            }
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("1 Task-3 2", "2 Task-2 1");
    }

    [Test]
    public void IterationThatIsLeft_LeavesTheTasksRunning()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int>[] tasks = [CreateTask<int>(Returning(1, 1)), CreateTask<int>(Returning(2, 2))];
            foreach (Awaitable<int> next in AsCompleted(tasks, timeout: 100))
            {
                yield return next;
                break;
            }

            yield return Gather(tasks);
            tasks.ShouldAllBe(task => task.WaiterCount == 0);
        }

        _rig.Run(Main());
    }

    [Test]
    public void Timeout_TakesItsCallbackBack()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int> task = CreateTask<int>(Returning(1, 5));
            foreach (Awaitable<int> next in AsCompleted([task], timeout: 1))
            {
                yield return Settle(next, out Outcome<int> outcome);
                _rig.LogTime($"{outcome}");
                Should.Throw<TimeoutException>(() => next.Result);
            }

            task.WaiterCount.ShouldBe(0);
            yield return task;
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("1 TimeoutException: The time that AsCompleted had was up before Main (task 'Task-1') got the next completion.");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        using var other = new Scheduler();

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(Returning(1));
            Should.Throw<ArgumentNullException>(() => AsCompleted((List<CoTask>)null!));
            Should.Throw<ArgumentNullException>(() => AsCompleted([Returning(1), null!]));
            Should.Throw<ArgumentNullException>(() => AsCompleted([Await(Returning(1)), default]));
            Should.Throw<ArgumentException>(() => AsCompleted<Future>([task, new Future(other)]));
            Should.Throw<ArgumentOutOfRangeException>(() => AsCompleted([task], timeout: double.NaN));
            _rig.Scheduler.AllTasks().Count.ShouldBe(2);
            task.WaiterCount.ShouldBe(0);
            Awaitable<int> early = AsCompleted<int>([Returning(1)]).First();
            Should.Throw<InvalidStateException>(() => early.Result);
            yield return early;
            early.Result.ShouldBe(1);
        }

        _rig.Run(Main());
    }

    [Test]
    public void Deadlock_NamesTheNextCompletion()
    {
        IEnumerator<Awaitable> Main()
        {
            foreach (Awaitable next in AsCompleted([new Future(), new Future()]))
            {
                yield return next;
            }
        }

        Should.Throw<DeadlockException>(() => _rig.Run(Main())).Message.ShouldContain(
            "awaiting the next completion of 2 futures, 2 of them not done");
    }
}
