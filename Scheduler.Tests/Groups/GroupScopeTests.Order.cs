using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>In which order a coroutine is closed that has groups open.</summary>
public sealed partial class GroupScopeTests
{
    [Test]
    public void Cancel_EndsScopes_ThenFinallyAndUsing_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 100));
            Defer(LogStep("deferred last", 1));
            try
            {
                new TaskGroup().CreateTask(Child("b", 100));
                yield return Sleep(10);
            }
            finally
            {
                _rig.LogTime("finally");
            }
        }

        RunEnding(Body(), cancelAt: 1);
        _rig.ShouldHaveLogged(
            "1 b closed",
            "1 a closed",
            "1 finally",
            "1 outer using",
            "2 deferred last",
            "3 deferred",
            "3 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnThrow_RunsFinallyAndUsing_ThenEndsScopes_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 100));
            new TaskGroup().CreateTask(Child("b", 100));
            yield return Sleep(1);
            throw new IOException("body");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 outer using", "1 b closed", "1 a closed", "2 deferred", "2 body: Unhandled errors in the task group of Body (task 'task') (body)");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Return_EndsScopes_ThenFinallyAndUsing_ThenDeferred()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred", 1));
            using var outer = new Cleanup(() => _rig.LogTime("outer using"));
            new TaskGroup().CreateTask(Child("a", 2));
            new TaskGroup().CreateTask(Child("b", 3));
            yield return Return(1);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged(
            "2 a done", "2 a closed", "3 b done", "3 b closed", "3 outer using", "4 deferred", "4 body: success");
    }

    [Test]
    public void GroupsLeftOpen_EndFromTheLastToTheFirst_EachInItsTurn()
    {
        IEnumerator<Awaitable> CleaningUp(string name)
        {
            yield return Try(Sleep(100)).Finally(() => LogStep($"{name} cleaned up", 1));
        }

        IEnumerator<Awaitable> Body()
        {
            foreach (char name in "abc")
            {
                new TaskGroup().CreateTask(CleaningUp($"{name}"));
            }

            yield return Sleep(10);
        }

        RunEnding(Body(), cancelAt: 1);
        _rig.ShouldHaveLogged("2 c cleaned up", "3 b cleaned up", "4 a cleaned up", "4 body: CancelledException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeoutAndGroupLeftOpen_EndFromTheLastToTheFirst()
    {
        IEnumerator<Awaitable> Body()
        {
            Timeout(1);
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Sleep(10);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void GroupAndThenTimeoutLeftOpen_MakeAnAggregateOfTheTimeout()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Child("a", 10));
            Timeout(1);
            yield return Sleep(10);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: The timeout at 1 s of Ending > Body (task 'task') has expired.");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeoutLeftOpen_StillHolds_WhileAReturnWaitsForTheChildren()
    {
        IEnumerator<Awaitable> Body()
        {
            Timeout(1);
            new TaskGroup().CreateTask(Child("a", 10));
            yield return Return(1);
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 a closed", "1 body: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OfNestedFrames_EachEndsWithItsOwn()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using var resource = new Cleanup(() => _rig.LogTime($"level {n} using"));
            new TaskGroup().CreateTask(Child($"child {n}", 100));
            yield return n == 0 ? Sleep(100) : Await(Level(n - 1));
        }

        RunEnding(Level(2), cancelAt: 1);
        _rig.ShouldHaveLogged(
            "1 child 0 closed",
            "1 level 0 using",
            "1 child 1 closed",
            "1 level 1 using",
            "1 child 2 closed",
            "1 level 2 using",
            "1 body: CancelledException");
        _rig.ShouldBeAtRest();
    }
}
