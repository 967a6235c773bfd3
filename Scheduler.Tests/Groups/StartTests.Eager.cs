using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Starts of eager children.</summary>
public sealed partial class StartTests
{
    [Test]
    public void Start_OfAnEagerChildThatReportsAtOnce_CostsNoIteration([Values] bool ends)
    {
        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            signal.Started(7);
            if (!ends)
            {
                yield return Sleep(1);
                _rig.LogTime("child done");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.TaskFactory = TaskStart.Eagerly;
            long before = Scheduler.Current.Loop.Iteration;
            var group = new TaskGroup();
            yield return group.Start<int>(Child).Into(out Awaitable<int> value);
            _rig.LogTime($"{value.Result} after {Scheduler.Current.Loop.Iteration - before} iterations, {group.Tasks.Count} left");
            yield return group;
        }

        RunMain(Main());
        if (ends)
        {
            _rig.ShouldHaveLogged("0 7 after 0 iterations, 0 left");
        }
        else
        {
            _rig.ShouldHaveLogged("0 7 after 0 iterations, 1 left", "1 child done");
        }

        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Start_OfAnEagerChildThatFailsAtOnce_FailsHere([Values] bool reports)
    {
        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            if (reports)
            {
                signal.Started(7);
            }

            yield return Await(FailAtOnce());
        }

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.TaskFactory = TaskStart.Eagerly;
            var group = new TaskGroup();
            yield return Settle(group.Start<int>(Child), out Outcome<int> start);
            _rig.Log($"{start}");
            yield return Settle(group, out Outcome all);
            _rig.Log($"{all.Exception?.GetType().Name}");
        }

        RunMain(Main());
        if (reports)
        {
            _rig.ShouldHaveLogged("success", "AggregateException");
        }
        else
        {
            _rig.ShouldHaveLogged("IOException: at once", "");
        }

        _rig.ShouldHaveReported();
        _rig.ShouldBeAtRest();
    }
}
