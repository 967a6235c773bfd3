using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Groups with Settle, Try, Defer and finally around them.</summary>
public sealed partial class GroupScopeTests
{
    [Test]
    public void Settle_OfAGroup_TellsHowItEnded()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Settle(group, out Outcome outcome);
            LogOutcome("group", outcome);
            _rig.LogTime($"cancelling {CoTask.Current!.Cancelling}");
            yield return Sleep(1);
            _rig.LogTime("goes on");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 group: child", "1 cancelling 0", "2 goes on", "2 body: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Settle_OfABodyThatAGroupCancels_LeavesTheErrorToTheGroup()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Settle(Sleep(10), out Outcome sleep, includeCancellation: true);
            _rig.LogTime($"{sleep}, cancelling {CoTask.Current!.Cancelling}");
            yield return Settle(group, out Outcome outcome);
            LogOutcome("group", outcome);
            _rig.LogTime($"cancelling {CoTask.Current!.Cancelling}");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("1 cancelled, cancelling 1", "1 group: child", "1 cancelling 0", "1 body: success");
    }

    [Test]
    public void Try_AroundAGroup_HandlesItsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "child"));
            yield return Try(group)
                .Catch<AggregateException>(error => LogStep($"handled {error.InnerExceptions.Count}", 1))
                .Finally(() => LogStep("cleaned up", 1));
            _rig.LogTime("goes on");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("2 handled 1", "3 cleaned up", "3 goes on", "3 body: success");
    }

    [Test]
    public void Defer_RunsWhenTheChildrenAreDone()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(LogStep("deferred"));
            var group = new TaskGroup();
            group.CreateTask(Child("a", 1));
            yield return Sleep(0);
            _rig.LogTime("body ends");
        }

        RunEnding(Body());
        _rig.ShouldHaveLogged("0 body ends", "1 a done", "1 a closed", "1 deferred", "1 body: success");
    }

    [Test]
    public void Failure_OfADeferredCoroutine_ReplacesTheGroupsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            Defer(Failing(1, "deferred"));
            new TaskGroup().CreateTask(Failing(1, "child"));
            yield return Sleep(5);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Body(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("deferred");
            outcome.Exception.GetReplacedException().ShouldBeOfType<AggregateException>()
                .InnerException!.Message.ShouldBe("child");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Failure_OfAFinallyBlock_ReplacesTheGroupsErrors()
    {
        IEnumerator<Awaitable> Body()
        {
            new TaskGroup().CreateTask(Failing(1, "child"));
            try
            {
                yield return Sleep(5);
            }
            finally
            {
                Rig.Throw("in finally");
            }
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Body()));
        error.Message.ShouldBe("in finally");
        error.GetReplacedException().ShouldBeOfType<AggregateException>().InnerException!.Message.ShouldBe("child");
        _rig.ShouldBeAtRest();
    }
}
