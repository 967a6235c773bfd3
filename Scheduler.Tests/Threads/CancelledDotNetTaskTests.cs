using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>
/// A .NET task that ends cancelled although nobody has cancelled the coroutine has failed, with its own exception. However it
/// came to that, and whoever awaits it.
/// </summary>
public sealed class CancelledDotNetTaskTests
{
    private static readonly CancellationToken _token = new(canceled: true);
    private static readonly RequestAbortedException _own = new("the request took too long", new TimeoutException("0.2 s"), _token);

    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    /// <summary>How a .NET task comes to an end without a result and without an ordinary fault.</summary>
    public enum Ending
    {
        /// <summary>As an asynchronous method ends that throws it.</summary>
        ThrownByAMethod,

        /// <summary>As <see cref="Task.Run(Action)"/> ends when the function throws it.</summary>
        ThrownByAFunction,

        /// <summary>A fault that happens to be such an exception.</summary>
        Fault,
    }

    [Test]
    public void Await_OfOneThatEndsCancelled_FailsWithItsOwnException([Values] Ending ending, [Values] bool isDoneBefore)
    {
        IEnumerator<Awaitable> Main()
        {
            (Task<int> task, Action end, OperationCanceledException own) = Make(ending);
            if (isDoneBefore)
            {
                end();
            }
            else
            {
                Scheduler.Current.CallSoon(end);
            }

            yield return Settle(Await(task), out Outcome<int> outcome);
            task.IsCanceled.ShouldBe(ending != Ending.Fault);
            outcome.Exception.ShouldBeSameAs(own);
            outcome.IsCancelled.ShouldBeFalse();
            _rig.Log($"{outcome}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("RequestAbortedException: the request took too long");
    }

    [Test]
    public void Await_OfOneWithoutAnExceptionOfItsOwn_FailsWithDotNets_AndKeepsTheToken([Values] bool hasToken)
    {
        var source = new TaskCompletionSource<int>();
        source.TrySetCanceled(hasToken ? _token : default);

        Exception? error = ErrorOf(() => Await(source.Task));

        error.ShouldBeOfType<TaskCanceledException>().CancellationToken.ShouldBe(hasToken ? _token : default);
    }

    [TestCaseSource(nameof(Roads))]
    public void Failure_OnEveryRoad_ArrivesUntouched(Func<Awaitable> road) => Innermost(ErrorOf(road)).ShouldBeSameAs(_own);

    private static IEnumerable<TestCaseData> Roads()
    {
        return
        [
            Road("Task", () => Await((Task)Ended())),
            Road("Task<T>", () => Await(Ended())),
            Road("ValueTask", () => Await(new ValueTask(Ended()))),
            Road("ValueTask<T>", () => Await(new ValueTask<int>(Ended()))),
            Road("a call", () => Await(_ => (Task)Ended())),
            Road("a call with a result", () => Await(_ => Ended())),
            Road("a call that throws it", () => Await(Task<int> (_) => throw _own)),
            Road("a coroutine", () => Await(Awaiting())),
            Road("a coroutine that throws it", () => Await(Throwing())),
            Road("a task", () => CreateTask(Awaiting())),
            Road("a task that throws it", () => CreateTask(Throwing())),
            Road("an eager task", () => CreateTask(Throwing(), eager: true)),
            Road("WaitFor", () => WaitFor(Awaiting(), 1)),
            Road("Shield", () => Shield(Await(Ended()))),
            Road("Gather", () => Gather(Await(Ended()))),
            Road("Race", () => Race(Awaiting())),
            Road("a group", () => Await(Grouped())),
            Road("a timeout", () => Await(Limited())),
            Road("ToThread", () => ToThread(() => throw _own)),
            Road("ToThread of a wait", () => ToThread(() => Ended().GetAwaiter().GetResult())),
            Road("an executor", () => RunInExecutor(null, () => throw _own)),
            Road("a coroutine submitted by a thread", () => Await(Scheduler.Current.RunCoroutineThreadsafe(Throwing()))),
            Road("a task handed to .NET and back", () => Await(CreateTask(Throwing()).AsTask())),
            Road("a future handed to .NET and back", () => Await(Failed().AsTask())),
        ];

        static TestCaseData Road(string name, Func<Awaitable> road) => new TestCaseData(road).SetArgDisplayNames(name);

        static IEnumerator<Awaitable> Awaiting()
        {
            yield return Await(Ended());
        }

        static IEnumerator<Awaitable> Throwing()
        {
            yield return null;
            throw _own;
        }

        static IEnumerator<Awaitable> Grouped()
        {
            var group = new TaskGroup();
            group.CreateTask(Awaiting());
            group.CreateTask(Sleeping());
            yield return group;
        }

        static IEnumerator<Awaitable> Sleeping()
        {
            yield return Sleep(1000);
        }

        static IEnumerator<Awaitable> Limited()
        {
            using (Timeout(1))
            {
                yield return Await(Ended());
            }
        }

        static Future Failed()
        {
            var future = new Future();
            future.SetException(_own);
            return future;
        }
    }

    [Test]
    public void Catch_OfAnException_SeesIt_AndOneOfOursPasses()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Try(Await(Ended())).Catch<Exception>(e => _rig.Log($"caught {e.GetType().Name}"));
            yield return Try(Await(new TaskCompletionSource().Task)).Catch<Exception>(e => _rig.Log("never"));
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate(2);
        task.Cancel("ours");
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("caught RequestAbortedException");
        task.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("ours");
    }

    [Test]
    public void Task_ThatEndsByIt_HasFailed_AndItIsReportedIfNobodyLooks()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Ended());
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate(2);
        task.State.ShouldBe(FutureState.Finished);
        _rig.Dispose();

        _rig.Reports.ShouldHaveSingleItem().Exception.ShouldBeSameAs(_own);
    }

    [Test]
    public void Run_WhoseMainEndsByIt_ThrowsIt()
    {
        static IEnumerator<Awaitable> Main()
        {
            yield return Await(Ended());
        }

        Should.Throw<RequestAbortedException>(() => Scheduler.Run(Main())).ShouldBeSameAs(_own);
    }

    [Test]
    public void Cancel_OfATaskHandedToDotNet_TellsItsToken()
    {
        using var cancellation = new CancellationTokenSource();
        Task submitted = _rig.Scheduler.RunCoroutineThreadsafe(_rig.Steps("never ending", 1000), cancellation.Token);
        Task submittedTooLate = _rig.Scheduler.RunCoroutineThreadsafe(_rig.Steps("never", 1), _token);
        CoTask raising = _rig.Start(Raising());
        Task raised = raising.AsTask();
        _rig.Iterate();
        cancellation.Cancel();
        _rig.Iterate(2);

        TokenOf(submitted).ShouldBe(cancellation.Token);
        TokenOf(submittedTooLate).ShouldBe(_token);
        TokenOf(raised).ShouldBe(_token);

        static IEnumerator<Awaitable> Raising()
        {
            yield return null;
            throw new CancelledException("by a token", _token);
        }

        static CancellationToken TokenOf(Task cancelled)
        {
            cancelled.IsCanceled.ShouldBeTrue();
            return Should.Throw<TaskCanceledException>(() => cancelled.GetAwaiter().GetResult()).CancellationToken;
        }
    }

    private static Task<int> Ended()
    {
        // What the compiler makes an asynchronous method with.
        var method = AsyncTaskMethodBuilder<int>.Create();
        method.SetException(_own);
        return method.Task;
    }

    private static (Task<int> Task, Action End, OperationCanceledException Own) Make(Ending ending)
    {
        if (ending == Ending.ThrownByAMethod)
        {
            var method = AsyncTaskMethodBuilder<int>.Create();
            Task<int> task = method.Task;
            return (task, () => method.SetException(_own), _own);
        }

        if (ending == Ending.Fault)
        {
            var source = new TaskCompletionSource<int>();
            return (source.Task, () => source.SetException(_own), _own);
        }

        var cancellation = new CancellationTokenSource();
        var own = new RequestAbortedException("the request took too long", new TimeoutException("0.2 s"), cancellation.Token);
        var function = new Task<int>(
            () =>
            {
                cancellation.Cancel();
                throw own;
            },
            cancellation.Token);
        return (function, () => function.RunSynchronously(TaskScheduler.Default), own);
    }

    private Exception? ErrorOf(Func<Awaitable> road)
    {
        Exception? error = null;
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(road(), out Outcome outcome);
            error = outcome.Exception;
        }

        _rig.Run(Main());
        return error;
    }

    private static Exception? Innermost(Exception? error) =>
        error is AggregateException all ? Innermost(all.InnerExceptions.ShouldHaveSingleItem()) : error;

    private sealed class RequestAbortedException(string message, Exception cause, CancellationToken token)
        : OperationCanceledException(message, cause, token);
}
