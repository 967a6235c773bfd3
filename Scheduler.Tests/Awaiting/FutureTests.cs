using System.Diagnostics;

namespace Coroutines.Tests.Awaiting;

/// <summary>Results, exceptions and cancels of plain futures.</summary>
public sealed class FutureTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Future_New_IsPending()
    {
        Future future = _rig.Scheduler.CreateFuture();

        future.State.ShouldBe(FutureState.Pending);
        future.IsDone.ShouldBeFalse();
        future.IsCancelled.ShouldBeFalse();
    }

    [Test]
    public void SetResult_MakesItFinished_WithTheResult()
    {
        Future future = _rig.Scheduler.CreateFuture();

        future.SetResult("value");

        future.State.ShouldBe(FutureState.Finished);
        future.IsDone.ShouldBeTrue();
        future.Exception.ShouldBeNull();
        future.Result.ShouldBe("value");
    }

    [Test]
    public void SetResult_WithAnException_IsAResult()
    {
        Future future = _rig.Scheduler.CreateFuture();
        var value = new IOException();

        future.SetResult(value);

        future.Result.ShouldBeSameAs(value);
        future.Exception.ShouldBeNull();
    }

    [Test]
    public void SetException_MakesItFinished_AndResultThrows()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        var error = new IOException("boom");

        future.SetException(error);

        future.State.ShouldBe(FutureState.Finished);
        future.Exception.ShouldBeSameAs(error);
        Should.Throw<IOException>(() => future.Result).ShouldBeSameAs(error);
        Should.Throw<IOException>(() => ((Future)future).Result).ShouldBeSameAs(error);
    }

    [Test]
    public void Cancel_MakesItCancelled_AndResultAndExceptionThrow()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();

        future.Cancel("stop").ShouldBeTrue();

        future.State.ShouldBe(FutureState.Cancelled);
        future.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => future.Result).Message.ShouldBe("stop");
        Should.Throw<CancelledException>(() => future.Exception).Message.ShouldBe("stop");
    }

    [Test]
    public void Cancel_OfADoneFuture_IsRefused()
    {
        Future future = _rig.Scheduler.CreateFuture();
        future.SetResult();

        future.Cancel().ShouldBeFalse();
        future.IsCancelled.ShouldBeFalse();
    }

    [Test]
    public void Dispose_OfAPendingFuture_CancelsIt_AndOfADoneOneDoesNothing()
    {
        Future pending = _rig.Scheduler.CreateFuture();
        Future done = _rig.Scheduler.CreateFuture();
        done.SetResult(1);

        pending.Dispose();
        pending.Dispose();
        done.Dispose();

        pending.IsCancelled.ShouldBeTrue();
        done.Result.ShouldBe(1);
    }

    [Test]
    public void SetResult_ThroughTheBaseOfATypedFuture_TakesTheTypeOnly()
    {
        var number = new Future<int>(_rig.Scheduler);
        Should.Throw<ArgumentException>(() => ((Future)number).SetResult("text"))
            .Message.ShouldContain("takes a result of type Int32, and was given String");
        Should.Throw<ArgumentException>(() => ((Future)number).SetResult());
        number.IsDone.ShouldBeFalse();

        ((Future)number).SetResult(5);
        number.Result.ShouldBe(5);

        var text = new Future<string?>(_rig.Scheduler);
        ((Future)text).SetResult();
        text.Result.ShouldBeNull();
    }

    [Test]
    public void Await_OfAFuture_SuspendsAllWhoWait_AndWakesThemInOrder()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        IEnumerator<Awaitable> Waiter(string name)
        {
            yield return future;
            _rig.Log($"{name} {future.Result}");
        }

        _rig.Start(Waiter("a"));
        _rig.Start(Waiter("b"));
        future.AddDoneCallback(_ => _rig.Log("callback"));
        _rig.Start(Waiter("c"));
        _rig.Iterate();
        _rig.ShouldHaveLogged();

        future.SetResult(7);
        _rig.Iterate();

        _rig.ShouldHaveLogged("callback", "a 7", "b 7", "c 7");
    }

    [Test]
    public void Await_OfADoneFuture_CostsNoIteration()
    {
        Future<int> future = _rig.Scheduler.CreateFuture<int>();
        future.SetResult(7);
        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 1000; i++)
            {
                yield return future;
            }

            _rig.Log("done");
        }

        _rig.Start(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged("done");
    }

    [Test]
    public void Cancel_OfAnAwaitedFuture_CancelsEachWhoWaits()
    {
        Future future = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Waiter()
        {
            yield return future;
        }

        CoTask a = _rig.Start(Waiter());
        CoTask b = _rig.Start(Waiter());
        _rig.Iterate();
        future.Cancel("gone");
        _rig.Iterate();

        a.IsCancelled.ShouldBeTrue();
        b.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => b.Result).Message.ShouldBe("gone");
    }

    [Test]
    public void Name_OfAFuture_IsShownInItsDescription()
    {
        Future future = _rig.Scheduler.CreateFuture();
        future.Name.ShouldBe("Future");

        future.Name = "answer";

        future.Name.ShouldBe("answer");
        future.ToString().ShouldBe("future 'answer' (Pending)");
        future.SetException(new IOException("it's\nlost"));
        future.ToString().ShouldBe(@"future 'answer' (Finished, exception=IOException(""it's\nlost""))");
        future.IsObserved.ShouldBeFalse();
        typeof(Future<int>).GetCustomAttributes(typeof(DebuggerDisplayAttribute), inherit: true)[0]
            .ShouldBeOfType<DebuggerDisplayAttribute>().Value.ShouldBe("{ToString(),nq}");
        Should.Throw<ArgumentNullException>(() => future.Name = null!);
    }

    [Test]
    public void Future_MadeOutside_BelongsToTheFirstSchedulerThatAwaitsIt()
    {
        var future = new Future();
        IEnumerator<Awaitable> Main()
        {
            CallSoonSet();
            yield return future;
            _rig.Log("awaited");
        }

        void CallSoonSet() => _rig.Scheduler.CallSoon(() => future.SetResult());

        _rig.Run(Main());

        _rig.ShouldHaveLogged("awaited");
        using var other = new Rig();
        IEnumerator<Awaitable> Foreign()
        {
            yield return future;
        }

        Should.Throw<InvalidOperationException>(() => other.Run(Foreign())).Message.ShouldContain("another scheduler");
    }
}
