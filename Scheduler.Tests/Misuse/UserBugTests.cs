using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>A bug in somebody's code never hurts others: their steps and their order stay as they are.</summary>
public sealed class UserBugTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private CoTask Between(Func<IEnumerator<Awaitable>> buggy, Action<CoTask>? afterTheFirst = null)
    {
        _rig.Start(_rig.Steps("a", 3));
        CoTask task = _rig.Start(buggy(), "buggy");
        _rig.Start(_rig.Steps("b", 3));
        _rig.Iterate();
        afterTheFirst?.Invoke(task);
        _rig.Iterate(3);
        _rig.ShouldHaveLogged("a1", "b1", "a2", "b2", "a3", "b3", "a end", "b end");
        _rig.Run(_rig.Steps("usable", 0));
        return task;
    }

    private static IEnumerator<Awaitable> ThrowingFinally(Awaitable awaited, Exception? error = null)
    {
        try
        {
            yield return awaited;
            if (error is not null)
            {
                throw error;
            }
        }
        finally
        {
            Rig.Throw("in finally");
        }
    }

    [Test]
    public void Finally_ThatThrowsAtTheEnd_FailsItsTaskOnly() =>
        Between(() => ThrowingFinally(null)).Exception.ShouldNotBeNull().Message.ShouldBe("in finally");

    [Test]
    public void Finally_ThatThrowsAfterAReturn_FailsItsTaskOnly() =>
        Between(() => ThrowingFinally(Return(1))).Exception.ShouldNotBeNull().Message.ShouldBe("in finally");

    [Test]
    public void Finally_ThatThrowsAfterAnException_FailsItsTaskOnly() =>
        Between(() => ThrowingFinally(null, new ArgumentException())).Exception.ShouldNotBeNull().Message.ShouldBe("in finally");

    [Test]
    public void Finally_ThatThrowsAfterACancel_FailsItsTaskOnly() =>
        Between(() => ThrowingFinally(Sleep(10)), task => task.Cancel()).Exception.ShouldNotBeNull().Message.ShouldBe("in finally");

    [Test]
    public void Predicate_ThatThrows_FailsItsWaitOnly()
    {
        static IEnumerator<Awaitable> Waiting()
        {
            yield return WaitUntil(() => throw new IOException("in predicate"));
        }

        Between(Waiting).Exception.ShouldNotBeNull().Message.ShouldBe("in predicate");
    }

    [Test]
    public void Predicate_ThatCancelsItsOwnTask_CancelsIt()
    {
        IEnumerator<Awaitable> Waiting()
        {
            CoTask self = CoTask.Current!;
            yield return WaitUntil(() => self.Cancel());
        }

        Between(Waiting).IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Callbacks_ThatThrow_AreReported_AndTheOthersRun()
    {
        IEnumerator<Awaitable> Scheduling()
        {
            Scheduler.Current.CallSoon(() => Rig.Throw("soon"));
            Scheduler.Current.CallLater(0, () => Rig.Throw("later"));
            CoTask.Current!.AddDoneCallback(_ => Rig.Throw("done"));
            yield break;
        }

        Between(Scheduling);
        _rig.ShouldHaveReported(
            "A callback threw an exception: soon",
            "A done-callback of task 'buggy' threw an exception: done",
            "A callback threw an exception: later");
    }

    [Test]
    public void ExceptionHandler_ThatThrows_HurtsNobody()
    {
        TextWriter before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            _rig.Scheduler.ExceptionHandler = _ => Rig.Throw("in handler");
            IEnumerator<Awaitable> Scheduling()
            {
                Scheduler.Current.CallSoon(() => Rig.Throw("in callback"));
                yield break;
            }

            Between(Scheduling);
        }
        finally
        {
            Console.SetError(before);
        }

        error.ToString().ShouldContain("in callback");
        error.ToString().ShouldContain("in handler");
    }

    [Test]
    public void Coroutine_ThatCreatesAndCancelsWhileItRuns_DisturbsNobody()
    {
        IEnumerator<Awaitable> Churning()
        {
            for (int i = 0; i < 3; i++)
            {
                CoTask child = CreateTask(ThrowingFinally(Sleep(1)));
                child.Cancel();
                yield return null;
            }
        }

        Between(Churning).Exception.ShouldBeNull();
    }

    [Test]
    public void Coroutine_ThatCancelsEveryoneElse_CancelsThemInOrder()
    {
        IEnumerator<Awaitable> Guarded(string name)
        {
            using var resource = new Cleanup(() => _rig.Log($"{name} closed"));
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            foreach (CoTask task in Scheduler.Current.AllTasks())
            {
                if (task != CoTask.Current)
                {
                    task.Cancel();
                }
            }

            yield return Sleep(1);
            _rig.Log("main");
        }

        _rig.Start(Guarded("a"));
        _rig.Start(Guarded("b"));
        _rig.Start(Guarded("c"));
        _rig.Run(Main());

        _rig.ShouldHaveLogged("a closed", "b closed", "c closed", "main");
    }

    [Test]
    public void ThousandCoroutines_EveryThirdOfWhichThrows_LeaveTheOthersStepsAlone()
    {
        int[] steps = new int[1000];
        IEnumerator<Awaitable> Counting(int index)
        {
            for (int i = 0; i < 20; i++)
            {
                steps[index]++;
                yield return null;
                if (index % 3 == 0 && i == index % 17)
                {
                    throw new IOException();
                }
            }
        }

        CoTask[] tasks = [.. Enumerable.Range(0, 1000).Select(i => _rig.Start(Counting(i)))];
        _rig.Iterate(21);

        tasks.ShouldAllBe(task => task.IsDone);
        steps.ShouldBe(Enumerable.Range(0, 1000).Select(i => i % 3 == 0 ? i % 17 + 1 : 20));
        tasks.Count(task => task.Exception is not null).ShouldBe(334);
    }

    [Test]
    public void Tick_WithACoroutineThatThrows_StepsTheOthersOncePerFrame()
    {
        static IEnumerator<Awaitable> Throwing()
        {
            yield return null;
            Rig.Throw("boom");
        }

        _rig.Start(_rig.Steps("a", 3));
        _rig.Start(Throwing());
        _rig.Start(_rig.Steps("b", 3));
        for (int i = 0; i < 4; i++)
        {
            _rig.Scheduler.Tick(0.1);
            _rig.Log("frame");
        }

        _rig.ShouldHaveLogged(
            "a1", "b1", "frame", "a2", "b2", "frame", "a3", "b3", "frame", "a end", "b end", "frame");
    }
}
