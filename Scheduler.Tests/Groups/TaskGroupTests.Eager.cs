using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>
/// Children that end their group in their eager first step, before they are in its list: mended in CPython after 3.13, so that
/// no recording has it.
/// </summary>
public sealed partial class TaskGroupTests
{
    [Test]
    public void Cancel_ByAnEagerChildInItsFirstStep_CancelsThatOneToo([Values] bool typed)
    {
        CoTask child = null!;

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("older", 10));
            yield return null;
            child = typed
                ? group.CreateTask<int>(CancellingItsGroup(group, "found"), eager: true)
                : group.CreateTask(CancellingItsGroup(group, "found"), eager: true);
            group.Tasks.ShouldContain(child);
            _rig.LogTime($"{group}");
            yield return group;
            _rig.LogTime("over");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged(
            "0 cancels", "0 task group of Main (task 'main'): 2 tasks, shutting down", "0 older closed", "0 child closed", "0 over");
        Should.Throw<CancelledException>(() => child.Result).Message.ShouldBe("found");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_ByAnEagerChildThatEndsInThatStep_LeavesItsEnd()
    {
        IEnumerator<Awaitable> Found(TaskGroup group)
        {
            group.Cancel();
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask<int> child = group.CreateTask<int>(Found(group), eager: true);
            yield return group;
            _rig.LogTime($"{child.Result}");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0 42");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void SiblingThatFails_InTheEagerFirstStepOfAnother_CancelsThatOneToo()
    {
        IEnumerator<Awaitable> Outer(TaskGroup group)
        {
            using var resource = new Cleanup(() => _rig.LogTime("outer closed"));
            group.CreateTask(FailingAtOnce(), eager: true);
            Should.Throw<InvalidOperationException>(() => group.CreateTask(Never())).Message.ShouldEndWith("is shutting down.");
            yield return Sleep(10);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Outer(group), eager: true);
            yield return group;
        }

        Should.Throw<AggregateException>(() => RunMain(Main())).InnerExceptions.Count.ShouldBe(1);
        _rig.ShouldHaveLogged("0 outer closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Failure_OfAnEagerChildInItsFirstStep_CancelsTheSiblingsItHasMade()
    {
        IEnumerator<Awaitable> Outer(TaskGroup group)
        {
            group.CreateTask(Child("sibling", 10), eager: true);
            group.CreateTask(Never());
            Rig.Throw("at once");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Outer(group), eager: true);
            yield return group;
        }

        Should.Throw<AggregateException>(() => RunMain(Main())).InnerExceptions.Single().Message.ShouldBe("at once");
        _rig.ShouldHaveLogged("0 sibling closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_DeepInsideEagerFirstSteps_CancelsAllThatAreInThem()
    {
        IEnumerator<Awaitable> Level(TaskGroup group, int left)
        {
            using var resource = new Cleanup(() => _rig.LogTime($"{left} closed"));
            if (left > 0)
            {
                group.CreateTask(Level(group, left - 1), eager: true);
            }
            else
            {
                group.Cancel();
            }

            yield return Sleep(10);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Level(group, 2), eager: true);
            yield return group;
            _rig.LogTime("over");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0 0 closed", "0 1 closed", "0 2 closed", "0 over");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_ByAnEagerChild_OfTheGroupAroundItsOwn_EndsBoth()
    {
        IEnumerator<Awaitable> Inner(TaskGroup outer)
        {
            var own = new TaskGroup();
            own.CreateTask(CancellingItsGroup(outer, null), eager: true);
            yield return own;
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Inner(group), eager: true);
            yield return group;
            _rig.LogTime("over");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("0 cancels", "0 child closed", "0 over");
        _rig.ShouldBeAtRest();
    }

    private IEnumerator<Awaitable> CancellingItsGroup(TaskGroup group, string? message)
    {
        using var resource = new Cleanup(() => _rig.LogTime("child closed"));
        group.Cancel(message);
        _rig.LogTime("cancels");
        yield return Sleep(10);
        _rig.Log("never");
        yield return Return(0);
    }

    private static IEnumerator<Awaitable> FailingAtOnce()
    {
        Rig.Throw("lost");
        yield break;
    }
}
