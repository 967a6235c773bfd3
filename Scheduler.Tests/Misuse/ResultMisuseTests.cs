using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>Results read too early, set twice, or set where they cannot be.</summary>
public sealed class ResultMisuseTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> One()
    {
        yield return null;
        yield return Return(1);
    }

    [Test]
    public void Result_OfAPendingFuture_IsAnError()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        future.Name = "answer";

        Should.Throw<InvalidStateException>(() => future.Result)
            .Message.ShouldBe("future 'answer' is Pending: its result is not there yet. Yield it first, then read the result.");
        Should.Throw<InvalidStateException>(() => ((Future)future).Result);
        Should.Throw<InvalidStateException>(() => future.Exception);
    }

    [Test]
    public void Result_OfATask_InEachState_IsAnErrorUntilItIsDone()
    {
        CoTask<int> task = null!;
        IEnumerator<Awaitable> Main()
        {
            Should.Throw<InvalidStateException>(() => task.Result).Message.ShouldContain("task 'job' is Running");
            yield return Sleep(1);
            yield return Return(1);
        }

        task = _rig.Start<int>(Main(), "job");
        Should.Throw<InvalidStateException>(() => task.Result).Message.ShouldContain("task 'job' is Ready");
        _rig.Iterate();
        Should.Throw<InvalidStateException>(() => task.Result).Message.ShouldContain("task 'job' is Waiting");
        Should.Throw<InvalidStateException>(() => task.Exception).Message.ShouldContain("task 'job' is Waiting");
        _rig.Scheduler.RunUntilComplete(task).ShouldBe(1);
    }

    [Test]
    public void Result_OfACall_IsAnErrorUntilItWasYielded()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(One());
            Should.Throw<InvalidStateException>(() => call.Result).Message.ShouldBe(
                "The coroutine One was never awaited: its result is not there yet. Yield the call first, then read its Result.");
            Scheduler.Current.CallSoon(() => Should.Throw<InvalidStateException>(() => call.Result)
                .Message.ShouldContain("The coroutine One is still running"));
            yield return call;
            call.Result.ShouldBe(1);
        }

        _rig.Run(Main());
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Result_OfAnEmptyAwaitable_IsAnError() =>
        Should.Throw<InvalidStateException>(() => default(Awaitable<int>).Result)
            .Message.ShouldBe("This Awaitable<Int32> is empty (default): nothing was ever awaited with it.");

    [Test]
    public void Result_OfATask_CannotBeSetFromOutside()
    {
        CoTask task = _rig.Start(One(), "job");
        string expected = "task 'job' gets its result from its coroutine; it cannot be set from outside. Use a Future for that.";
        Should.Throw<InvalidOperationException>(() => task.SetResult(1)).Message.ShouldBe(expected);
        Should.Throw<InvalidOperationException>(() => task.SetException(new IOException())).Message.ShouldBe(expected);
        _rig.Iterate(2);
        Should.Throw<InvalidOperationException>(() => task.SetResult(1)).Message.ShouldBe(expected);
        task.Exception.ShouldBeNull();
    }

    [Test]
    public void Result_SetTwice_IsAnError_AndTheFirstStays()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        future.SetResult(1);

        Should.Throw<InvalidStateException>(() => future.SetResult(2));
        Should.Throw<InvalidStateException>(() => future.SetException(new IOException()));
        future.Result.ShouldBe(1);
    }

    [Test]
    public void Result_SetByACoroutineTwice_SurfacesWhereItIsSet()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        IEnumerator<Awaitable> Setting()
        {
            yield return null;
            future.SetResult(1);
        }

        CoTask first = _rig.Start(Setting());
        CoTask second = _rig.Start(Setting());
        _rig.Iterate(2);

        first.Exception.ShouldBeNull();
        second.Exception.ShouldBeOfType<InvalidStateException>();
    }
}
