using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>What may not be yielded. The error goes into the coroutine, at the <c>yield return</c>.</summary>
public sealed class AwaitMisuseTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    /// <summary>The misuse surfaces at the yield, Settle catches it, and neither the coroutine nor others are disturbed.</summary>
    /// <remarks>What may not be yielded at all surfaces one iteration later, as in asyncio.</remarks>
    private void ShouldFailAtTheYield<TError>(Func<Awaitable> awaitable, string message, bool isLater = false)
        where TError : Exception
    {
        IEnumerator<Awaitable> Wrong()
        {
            yield return Settle(awaitable(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TError>().Message.ShouldContain(message);
            _rig.Log("caught");
            yield return null;
            _rig.Log("goes on");
        }

        _rig.Start(_rig.Steps("a", 2));
        CoTask wrong = _rig.Start(Wrong(), "wrong");
        _rig.Start(_rig.Steps("b", 2));
        _rig.Scheduler.RunUntilComplete(wrong);
        _rig.Iterate();

        if (isLater)
        {
            _rig.ShouldHaveLogged("a1", "b1", "a2", "caught", "b2", "a end", "goes on", "b end");
        }
        else
        {
            _rig.ShouldHaveLogged("a1", "caught", "b1", "a2", "goes on", "b2", "a end", "b end");
        }
    }

    [Test]
    public void EmptyAwaitable_IsRefused() =>
        ShouldFailAtTheYield<InvalidOperationException>(
            () => default(Awaitable<int>),
            "Wrong (task 'wrong') yields an empty (default) Awaitable<Int32>",
            isLater: true);

    [Test]
    public void Task_AwaitingItself_IsRefused() =>
        ShouldFailAtTheYield<InvalidOperationException>(() => CoTask.Current, "Wrong (task 'wrong') cannot await itself", isLater: true);

    [Test]
    public void Future_OfAnotherScheduler_IsRefused()
    {
        using var other = new Rig();
        ShouldFailAtTheYield<InvalidOperationException>(
            () => new Future(other.Scheduler) { Name = "foreign" },
            "Wrong (task 'wrong') awaits future 'foreign', which belongs to another scheduler",
            isLater: true);
    }

    [Test]
    public void Task_OfAnotherScheduler_IsRefused_EvenIfItIsDone()
    {
        using var other = new Rig();
        CoTask foreign = other.Start(other.Steps("x", 0), "foreign");
        other.Iterate();
        ShouldFailAtTheYield<InvalidOperationException>(
            () => foreign,
            "Wrong (task 'wrong') awaits task 'foreign', which belongs to another scheduler",
            isLater: true);
    }

    [Test]
    public void Call_OfACoroutineThatReturnsSomethingElse_Fails()
    {
        static IEnumerator<Awaitable> Text()
        {
            yield return Return("text");
        }

        ShouldFailAtTheYield<InvalidOperationException>(
            () => Await<int>(Text()), "The coroutine Text was to return Int32, but returned String.");
    }

    [Test]
    public void Call_OfACoroutineThatEndsWithoutReturn_Fails() =>
        ShouldFailAtTheYield<InvalidOperationException>(
            () => Await<string>(new Rig().Steps("x", 0)),
            "The coroutine Steps was to return String, but ended without Return(value).");

    [Test]
    public void Task_WhoseCoroutineReturnsNothingOfItsType_NamesItAndTheTask()
    {
        static IEnumerator<Awaitable> Text()
        {
            yield return null;
            yield return Return("text");
        }

        CoTask<int> wrongType = _rig.Start<int>(Text(), "typed");
        CoTask<int> nothing = _rig.Start<int>(_rig.Steps("x", 0), "nothing");
        _rig.Iterate(2);

        wrongType.Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldBe("The coroutine Text (task 'typed') was to return Int32, but returned String.");
        nothing.Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldBe("The coroutine Steps (task 'nothing') was to return Int32, but ended without Return(value).");
        Should.Throw<InvalidOperationException>(() => wrongType.Result);
    }

    [Test]
    public void Misuse_ThatNobodyCatches_FailsItsTaskOnly()
    {
        IEnumerator<Awaitable> Wrong()
        {
            yield return default(Awaitable<string>);
            _rig.Log("never");
        }

        _rig.Start(_rig.Steps("a", 2));
        CoTask wrong = _rig.Start(Wrong());
        _rig.Start(_rig.Steps("b", 2));
        _rig.Iterate(3);

        wrong.Exception.ShouldBeOfType<InvalidOperationException>();
        _rig.ShouldHaveLogged("a1", "b1", "a2", "b2", "a end", "b end");
    }

    [Test]
    public void Null_IsNoCoroutine_AndThatThrowsAtTheCall()
    {
        IEnumerator<Awaitable> none = null!;
        Action[] calls =
        [
            () => Await(none),
            () => Await<int>(none),
            () => Defer(none),
            () => CreateTask(none),
            () => CreateTask<int>(none),
            () => Try(none),
            () => Settle(none, out _),
            () => Settle<int>(none, out _),
            () => _rig.Scheduler.CreateTask(none),
            () => _rig.Scheduler.CreateTask<int>(none),
            () => _rig.Scheduler.RunUntilComplete(none),
            () => _rig.Scheduler.RunUntilComplete<int>(none),
            () => Scheduler.Run(none),
            () => Scheduler.Run<int>(none),
        ];
        IEnumerator<Awaitable> Main()
        {
            foreach (Action call in calls.SkipLast(4))
            {
                Should.Throw<ArgumentNullException>(call).Message.ShouldContain("A coroutine is needed, but null was given");
            }

            yield break;
        }

        _rig.Run(Main());
        foreach (Action call in calls.TakeLast(4))
        {
            Should.Throw<ArgumentNullException>(call).Message.ShouldContain("A coroutine is needed, but null was given");
        }

        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Null_WhereSomethingElseIsNeeded_ThrowsAtTheCall()
    {
        Should.Throw<ArgumentNullException>(() => WaitUntil(null!));
        Should.Throw<ArgumentNullException>(() => WaitWhile(null!));
        Should.Throw<ArgumentNullException>(() => (Awaitable<int>)(CoTask<int>)null!);
        Should.Throw<ArgumentNullException>(() => (Awaitable<int>)(Future<int>)null!);
        Should.Throw<ArgumentNullException>(() => (Awaitable)(TryBlock)null!);
        Should.Throw<ArgumentNullException>(() => _rig.Scheduler.CallSoon(null!));
        Should.Throw<ArgumentNullException>(() => _rig.Scheduler.RunUntilComplete((Future)null!));
        Should.Throw<ArgumentNullException>(() => new Future(_rig.Scheduler).SetException(null!));
        Should.Throw<ArgumentNullException>(() => Try(_rig.Steps("x", 0)).Catch((Action<Exception>)null!));
        Should.Throw<ArgumentNullException>(() => Try(_rig.Steps("x", 0)).Finally((Action)null!));
    }

    [Test]
    public void NaN_IsNoDuration()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Sleep(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => _rig.Scheduler.CallLater(double.NaN, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => _rig.Scheduler.CallAt(double.NaN, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => _rig.Scheduler.Tick(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { SlowStepThreshold = double.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => _rig.Clock.Advance(double.NaN));
    }
}
