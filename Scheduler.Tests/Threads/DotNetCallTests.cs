using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary><c>Await(token => …)</c>: a call that is told when nobody waits for it any more.</summary>
public sealed partial class DotNetCallTests
{
    private readonly TaskCompletionSource<string> _source = new();
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Call_OfWhatIsDone_CostsNoIteration()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(_ => Task.CompletedTask);
            yield return Await(_ => Task.FromResult(1)).Into(out Awaitable<int> a);
            yield return Await(_ => new ValueTask());
            yield return Await(_ => new ValueTask<string>("b")).Into(out Awaitable<string> b);
            _rig.Log($"{a.Result} {b.Result}");
        }

        _rig.Start(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged("1 b");
    }

    [Test]
    public void Call_ThatEndsLater_IsWaitedFor_AndItsTokenIsLeftAlone()
    {
        CoTask<string> task = _rig.Start<string>(Calling());
        _rig.Iterate();
        _source.SetResult("result");
        _rig.Iterate(2);

        task.Result.ShouldBe("result");
        _rig.ShouldHaveLogged("called");
    }

    [Test]
    public void Call_IsMadeInTheStepOfTheYield_AndNotForAnAwaitableThatIsDropped()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<string> dropped = Await(Ask);
            Awaitable<string> kept = Await(Ask);
            _rig.Log("made");
            Should.Throw<InvalidStateException>(() => dropped.Result).Message.ShouldContain("not over");
            yield return kept;
        }

        _rig.Start(Main());
        _rig.ShouldHaveLogged();
        _rig.Iterate();

        _rig.ShouldHaveLogged("made", "called");
    }

    [Test]
    public void Call_ThatThrowsOrGivesNothing_FailsTheYield()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await(Task (_) => throw new IOException("at once")), out Outcome outcome);
            _rig.Log($"{outcome}");
            yield return Settle(Await(Task<int> (_) => null!), out Outcome<int> nothing);
            _rig.Log($"{nothing}");
            yield return Settle(Await(_ => Task.FromException<int>(new IOException("by its task"))), out Outcome<int> typed);
            _rig.Log($"{typed}");
            Should.Throw<IOException>(() => typed.Result);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(
            "IOException: at once",
            "InvalidOperationException: Main (task 'Task-1') awaits a call of .NET's that gave null instead of a task.",
            "IOException: by its task");
    }

    [Test]
    public void Call_AwaitedTwice_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await(_ => Task.FromResult(1));
            yield return call;
            yield return Settle(call, out Outcome<int> outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("Main (task 'Task-1') awaits the same thing a second time: a call can be awaited only once. Make a task of it to await it from several places.");
    }

    [Test]
    public void Argument_ThatIsNull_IsAnErrorOfTheCall()
    {
        Should.Throw<ArgumentNullException>(() => Await((Func<CancellationToken, Task>)null!)).ParamName.ShouldBe("call");
        Should.Throw<ArgumentNullException>(() => Await((Func<CancellationToken, Task<int>>)null!)).ParamName.ShouldBe("call");
        Should.Throw<ArgumentNullException>(() => Await((Func<CancellationToken, ValueTask>)null!)).ParamName.ShouldBe("call");
        Should.Throw<ArgumentNullException>(() => Await((Func<CancellationToken, ValueTask<int>>)null!)).ParamName.ShouldBe("call");
    }

    private Task<string> Ask(CancellationToken token)
    {
        _rig.Log("called");
        token.Register(() => _rig.Log("token cancelled"));
        return _source.Task;
    }

    private IEnumerator<Awaitable> Calling()
    {
        yield return Await(Ask).Into(out Awaitable<string> call);
        yield return Return(call.Result);
    }
}
