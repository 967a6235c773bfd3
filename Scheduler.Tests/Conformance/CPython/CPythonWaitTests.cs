using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks, BaseTaskTests: wait, what no twin has.</summary>
public sealed class CPythonWaitTests
{
    private Rig _rig = null!;
    private CoTask[] _tasks = [];

    [SetUp]
    public void SetUp()
    {
        _rig = new Rig();
        _tasks = [_rig.Start(SleepFor(0.1)), _rig.Start(SleepFor(0.15))];
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private void ShouldBeDone(double time, CoTask[] done, CoTask[] pending, IEnumerable<CoTask> tasks, Duration? timeout = null)
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Wait(tasks, timeout).Into(out var wait);
            wait.Result.Done.ShouldBe(done);
            wait.Result.Pending.ShouldBe(pending);
        }

        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(time);
    }

    // test_wait
    [Test]
    public void Wait_EndsWithTheLast_AndTakesNoTimeAgain()
    {
        ShouldBeDone(0.15, _tasks, [], _tasks);
        ShouldBeDone(0.15, _tasks, [], _tasks);
    }

    // test_wait_with_exception
    [Test]
    public void Failure_OfOne_NeitherEndsTheWaitNorFailsIt()
    {
        CoTask failing = _rig.Start(Crash(0.05, new DivideByZeroException("really")));
        CoTask[] tasks = [failing, .. _tasks];
        ShouldBeDone(0.15, tasks, [], tasks);
        tasks.Where(task => task.Exception is not null).ShouldBe([failing]);
        ShouldBeDone(0.15, tasks, [], tasks);
    }

    // test_wait_concurrent_complete
    [Test]
    public void Timeout_TogetherWithACompletionBeforeIt_FindsThatDone() =>
        ShouldBeDone(0.1, _tasks[..1], _tasks[1..], _tasks, timeout: 0.1);

    // test_wait_with_iterator_of_tasks, test_wait_generator
    [Test]
    public void Tasks_MayBeMadeAsTheyAreAskedFor()
    {
        List<CoTask> made = [];
        IEnumerable<CoTask> Tasks()
        {
            for (int i = 0; i < 10; i++)
            {
                made.Add(CreateTask(Give(i)));
                yield return made[^1];
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Wait(Tasks()).Into(out var wait);
            wait.Result.Done.ShouldBe(made);
            wait.Result.Pending.ShouldBeEmpty();
        }

        _rig.Run(Main());
        made.Count.ShouldBe(10);
    }
}
