using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Where a group can be opened, and whose it is then.</summary>
public sealed partial class GroupScopeTests
{
    [Test]
    public void OpenedInAFinallyBlock_IsWaitedForAfterIt([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            try
            {
                yield return Sleep(2);
            }
            finally
            {
                new TaskGroup().CreateTask(Child("a", 3));
                _rig.LogTime("finally");
            }
        }

        RunEnding(Body(), cancelAt: cancelled ? 1 : null);
        if (cancelled)
        {
            // As the end of an `async with` that is left by a cancel: the children are cancelled.
            _rig.ShouldHaveLogged("1 finally", "1 deferred", "1 body: CancelledException");
        }
        else
        {
            _rig.ShouldHaveLogged("2 finally", "5 a done", "5 a closed", "5 deferred", "5 body: success");
        }

        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInAFinallyBlockOfTheOutermostCoroutine_IsWaitedForAfterIt()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(2);
                yield return Return(42);
            }
            finally
            {
                new TaskGroup().CreateTask(Child("a", 3));
                _rig.LogTime("finally");
            }
        }

        _rig.Run<int>(Main()).ShouldBe(42);
        _rig.ShouldHaveLogged("2 finally", "5 a done", "5 a closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInADeferredCoroutine_EndsWithIt()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            new TaskGroup().CreateTask(Child("a", 3));
            yield return Sleep(1);
            _rig.LogTime("clean-up ends");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            Defer(CleanUp());
            yield return Await(Failing(1, "body"));
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("2 clean-up ends", "4 a done", "4 a closed", "4 deferred", "4 body: IOException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedInAHandler_BelongsToTheCoroutineThatYieldedTheTry()
    {
        TaskGroup opened = null!;

        IEnumerator<Awaitable> Body()
        {
            yield return Try(Failing(1, "first")).Catch<IOException>(_ =>
            {
                opened = new TaskGroup();
                opened.CreateTask(Child("a", 2));
            });
            _rig.LogTime("handled");
            yield return opened;
            _rig.LogTime("waited");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 handled", "3 a done", "3 a closed", "3 waited", "3 body: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OpenedByAPlainMethod_BelongsToTheCoroutineThatCallsIt()
    {
        void StartAll()
        {
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
        }

        IEnumerator<Awaitable> Inner()
        {
            StartAll();
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            yield return Await(Inner());
            _rig.LogTime("inner is over");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a done", "1 a closed", "1 inner is over", "1 body: success");
    }

    [Test]
    public void OpenedByAnEagerTask_BelongsToThatOne()
    {
        IEnumerator<Awaitable> Eager()
        {
            new TaskGroup().CreateTask(Child("a", 1));
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            CoTask task = CreateTask(Eager(), eager: true);
            _rig.LogTime($"done {task.IsDone}");
            yield return task;
            _rig.LogTime("eager one is over");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("0 done False", "1 a done", "1 a closed", "1 eager one is over", "1 body: success");
    }
}
