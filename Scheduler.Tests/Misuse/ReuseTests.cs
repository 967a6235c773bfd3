using static Coroutines.Awaitable;

#pragma warning disable CORO004 // what becomes of it is what is tested

namespace Coroutines.Tests.Misuse;

/// <summary>A coroutine is run once: each way to run it again is an error that names it.</summary>
public sealed class ReuseTests
{
    private Rig _rig = null!;

    // In debug mode, where those that end without yielding are recognised as well.
    [SetUp]
    public void SetUp() => _rig = new Rig(debug: true);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Coro()
    {
        _rig.Log("coro");
        yield return null;
        _rig.Log("coro end");
    }

    private static IEnumerator<Awaitable> Empty()
    {
        yield break;
    }

    private IEnumerator<Awaitable> AwaitAgain(IEnumerator<Awaitable> coroutine)
    {
        yield return Settle(coroutine, out Outcome outcome);
        _rig.Log(outcome.Exception is InvalidOperationException error ? error.Message : $"{outcome}");
    }

    private static string Error(string name) =>
        $"The coroutine {name} was started before and can be awaited only once. Call {name}() again for a second run, or make a task of it to await it from several places.";

    [Test]
    public void Await_OfAFinishedCoroutine_IsAnError()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        _rig.Run(coroutine);
        _rig.Run(AwaitAgain(coroutine));

        _rig.ShouldHaveLogged("coro", "coro end", Error("Coro"));
    }

    [Test]
    public void Await_OfARunningCoroutine_IsAnError_AndTheFirstGoesOn()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        _rig.Start(coroutine);
        _rig.Start(AwaitAgain(coroutine));
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("coro", Error("Coro"), "coro end");
    }

    [Test]
    public void Await_OfOneCoroutine_ByTwoAtOnce_FailsTheSecond()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        _rig.Start(AwaitAgain(coroutine));
        _rig.Start(AwaitAgain(coroutine));
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("coro", Error("Coro"), "coro end", "success");
    }

    [Test]
    public void Await_OfACoroutineThatFailed_IsAnError_AndNoSuccess()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("boom");
        }

        IEnumerator<Awaitable> coroutine = Failing();
        Should.Throw<IOException>(() => _rig.Run(coroutine));
        _rig.Run(AwaitAgain(coroutine));

        _rig.ShouldHaveLogged(Error("Failing"));
    }

    [Test]
    public void Await_OfACoroutineThatNeverYields_Twice_IsAnError()
    {
        IEnumerator<Awaitable> coroutine = Empty();
        _rig.Run(AwaitAgain(coroutine));
        _rig.Run(AwaitAgain(coroutine));

        _rig.ShouldHaveLogged("success", Error("Empty"));
    }

    [Test]
    public void Await_OfACoroutineThatThrewAtOnce_IsAnError()
    {
        static IEnumerator<Awaitable> Throwing()
        {
            Rig.Throw("at once");
            yield break;
        }

        IEnumerator<Awaitable> coroutine = Throwing();
        _rig.Run(AwaitAgain(coroutine));
        _rig.Run(AwaitAgain(coroutine));

        _rig.ShouldHaveLogged("IOException: at once", Error("Throwing"));
    }

    [Test]
    public void Await_OfACoroutineThatWasCancelledBeforeItsStart_IsAnError()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        CoTask task = _rig.Start(coroutine);
        task.Cancel();
        _rig.Iterate();
        _rig.Run(AwaitAgain(coroutine));

        _rig.ShouldHaveLogged(Error("Coro"));
    }

    [Test]
    public void CreateTask_OfACoroutineInUse_FailsTheTask_AndNotTheCall()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        CoTask first = _rig.Start(coroutine);
        CoTask second = _rig.Start(coroutine);
        _rig.Iterate(2);

        first.Exception.ShouldBeNull();
        second.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(Error("Coro"));
        _rig.ShouldHaveLogged("coro", "coro end");
    }

    [Test]
    public void CreateTask_CancelledBeforeItsStart_LeavesACoroutineAlone_ThatRunsElsewhere()
    {
        IEnumerator<Awaitable> coroutine = Coro();
        _rig.Start(coroutine);
        _rig.Start(coroutine).Cancel();
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("coro", "coro end");
    }

    [Test]
    public void Await_OfItself_IsAnError()
    {
        IEnumerator<Awaitable> self = null!;
        IEnumerator<Awaitable> Selfish()
        {
            yield return Settle(self, out Outcome outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        self = Selfish();
        _rig.Run(self);

        _rig.ShouldHaveLogged(Error("Selfish"));
    }

    [Test]
    public void Call_YieldedTwice_IsAnErrorThatNamesBoth()
    {
        IEnumerator<Awaitable> Twice()
        {
            Awaitable call = Await(Coro());
            yield return call;
            yield return Settle(call, out Outcome outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        _rig.Run(Twice());

        _rig.ShouldHaveLogged(
            "coro",
            "coro end",
            "Twice (task 'Task-1') awaits Coro a second time: a call can be awaited only once. Make a task of it to await it from several places.");
    }

    [Test]
    public void Call_RefusedForReuse_HasNoResult()
    {
        IEnumerator<Awaitable> One()
        {
            yield return Return(1);
        }

        IEnumerator<Awaitable> Main()
        {
            IEnumerator<Awaitable> coroutine = One();
            yield return Await<int>(coroutine);
            Awaitable<int> again = Await<int>(coroutine);
            yield return Settle(again, out Outcome<int> outcome);
            outcome.IsSuccess.ShouldBeFalse();
            Should.Throw<InvalidOperationException>(() => again.Result).Message.ShouldBe(Error("One"));
        }

        _rig.Run(Main());
    }

    [Test]
    public void Predicate_YieldedTwice_IsAnErrorThatNamesTheCoroutine()
    {
        IEnumerator<Awaitable> Twice()
        {
            Awaitable wait = WaitUntil(() => true);
            yield return wait;
            yield return Settle(wait, out Outcome outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        _rig.Run(Twice());

        _rig.ShouldHaveLogged(
            "Twice (task 'Task-1') awaits the same WaitUntil or WaitWhile a second time. Make a new one for each wait.");
    }
}
