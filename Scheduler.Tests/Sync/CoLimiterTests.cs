using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

public class CoLimiterTests
{
    private readonly CoLimiter _limiter = new(2, "requests");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Limiter_LetsInAsManyAsItsTotal_InOrder()
    {
        StartEach("abcd");
        _rig.Iterate(20);
        _rig.ShouldHaveLogged("a has it", "b has it", "c has it", "d has it");
        _limiter.Available.ShouldBe(2);
    }

    [Test]
    public void Limiter_TellsWhoHasATokenAndWhoWaits()
    {
        _limiter.ToString().ShouldBe("limiter 'requests' [0 of 2 borrowed]");
        CoTask[] tasks = StartEach("abcd");
        _rig.Iterate();

        _limiter.Borrowers.ShouldBe([tasks[0], tasks[1]]);
        _limiter.Waiters.ShouldBe([tasks[2], tasks[3]]);
        (_limiter.Total, _limiter.Borrowed, _limiter.Available).ShouldBe((2, 2, 0));
        _limiter.ToString().ShouldBe("limiter 'requests' [2 of 2 borrowed, 2 waiting]");
        _limiter.Queue.PeekNext()!.Holders.ShouldBe([tasks[0], tasks[1]]);
        _limiter.Queue.PeekNext()!.Describe().ShouldBe("waiting for limiter 'requests' held by task 'a', task 'b'");
    }

    [Test]
    public void Limiter_OfManyHolders_NamesAFew()
    {
        var many = new CoLimiter(8);
        for (int i = 0; i < 9; i++)
        {
            _rig.Start(Take(), $"t{i}");
        }

        _rig.Iterate();
        many.Queue.PeekNext()!.Describe().ShouldBe(
            "waiting for a limiter held by task 't0', task 't1', task 't2', task 't3', task 't4' and 3 more");

        IEnumerator<Awaitable> Take()
        {
            yield return many.Acquire();
            yield return new Future();
        }
    }

    [Test]
    public void Total_Raised_LetsThoseIn()
    {
        CoTask[] tasks = StartEach("abcde");
        _rig.Iterate();
        _limiter.Total = 4;
        _limiter.Borrowers.ShouldBe(tasks[..4]);
        _rig.Iterate();
        _rig.ShouldHaveLogged("a has it", "b has it", "c has it", "d has it");
    }

    [Test]
    public void Total_Lowered_TakesNothingAwayAndLetsNobodyIn()
    {
        StartEach("abcd");
        _rig.Iterate();
        _limiter.Total = 1;
        _limiter.Available.ShouldBe(-1);
        _rig.Iterate(3);
        _rig.ShouldHaveLogged("a has it", "b has it", "c has it");
        _limiter.Borrowed.ShouldBe(1);
    }

    [Test]
    public void Release_OfATaskThatHasNone_IsAnError()
    {
        _rig.Run(Main());
        Should.Throw<InvalidOperationException>(_limiter.Release).Message.ShouldBe(
            "Code outside of any scheduler gives back a token of limiter 'requests', and has none. Only the task that acquired it can give it back, once.");

        IEnumerator<Awaitable> Main()
        {
            yield return _limiter.Acquire();
            yield return CreateTask(Other());
            _limiter.Release();
            Should.Throw<InvalidOperationException>(_limiter.Release);
        }

        IEnumerator<Awaitable> Other()
        {
            Should.Throw<InvalidOperationException>(_limiter.Release).Message.ShouldStartWith("Other (task 'Task-2') gives back");
            yield break;
        }
    }

    [Test]
    public void Acquire_OfATaskThatHasOne_IsAnErrorAtTheYield()
    {
        _rig.Run(Main());
        _limiter.Borrowed.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            yield return _limiter.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return Settle(_limiter.Acquire(), out Outcome outcome);
                outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                    "Main (task 'Task-1') acquires limiter 'requests', of which it has a token already. Give that back first.");
            }
        }
    }

    [Test]
    public void Releaser_GivesBackTheTokenThatItStandsForAndNoOther()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return _limiter.Acquire().Into(out var first);
            Releaser old = first.Result;
            old.Dispose();
            yield return _limiter.Acquire().Into(out var second);
            old.Dispose();
            _limiter.Borrowed.ShouldBe(1);
            second.Result.Dispose();
            _limiter.Borrowed.ShouldBe(0);
        }
    }

    [Test]
    public void Result_BeforeTheAcquireIsDone_IsAnError()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable<Releaser> acquire = _limiter.Acquire();
            Should.Throw<InvalidStateException>(() => acquire.Result).Message.ShouldBe(
                "Main (task 'Task-1') has no token of limiter 'requests': the Acquire is not done yet. Yield it first, then read its Result.");
            yield return acquire;
            acquire.Result.Dispose();
        }
    }

    [Test]
    public void Cancel_OfAWaiterAtEachMoment_LosesNoToken([Range(0, 8)] int moment)
    {
        CoTask[] tasks = StartEach("abcde");
        _rig.Iterate(moment);
        tasks[2].Cancel();
        _rig.Iterate(20);

        tasks.ShouldAllBe(task => task.IsDone);
        _limiter.Waiters.ShouldBeEmpty();
        _limiter.Borrowed.ShouldBe(0);
    }

    [Test]
    public void Cancel_OfOneThatWasWoken_PassesTheTokenOn()
    {
        var single = new CoLimiter(1);
        CoTask first = _rig.Start(Take("first"));
        CoTask second = _rig.Start(Take("second"));
        CoTask third = _rig.Start(Take("third"));
        _rig.Iterate(3);
        single.Borrowers.ShouldBe([second]);
        second.Cancel();
        _rig.Iterate();
        single.Borrowers.ShouldBe([third]);
        _rig.Iterate(5);
        _rig.ShouldHaveLogged("first", "third");
        first.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Take(string name)
        {
            yield return single.Acquire().Into(out var held);
            using (held.Result)
            {
                _rig.Log(name);
                yield return null;
                yield return null;
            }
        }
    }

    [Test]
    public void Total_BelowZero_IsAnErrorOfTheArgument()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new CoLimiter(-1)).ParamName.ShouldBe("total");
        Should.Throw<ArgumentOutOfRangeException>(() => _limiter.Total = -1);
        _limiter.Total.ShouldBe(2);
    }

    private CoTask[] StartEach(string names) => [.. names.Select(name => _rig.Start(Use(name.ToString()), name.ToString()))];

    private IEnumerator<Awaitable> Use(string name)
    {
        yield return _limiter.Acquire().Into(out var held);
        using (held.Result)
        {
            _rig.Log($"{name} has it");
            yield return null;
            if (name is "a")
            {
                // Out of step with the others.
                yield return null;
            }
        }
    }
}
