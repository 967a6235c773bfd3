using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Shield</c>, beyond what is compared with CPython.</summary>
public sealed class ShieldTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Returning(int value, double seconds)
    {
        yield return Sleep(seconds);
        yield return Return(value);
    }

    [Test]
    public void ShieldsThatAreCancelled_LeaveNothingAtTheInnerOne()
    {
        IEnumerator<Awaitable> Waiting(CoTask<int> inner)
        {
            yield return Shield(inner);
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask<int> inner = CreateTask<int>(Returning(1, 10));
            List<CoTask> waiting = [.. Enumerable.Range(0, 1000).Select(_ => CreateTask(Waiting(inner)))];
            yield return Sleep(1);
            inner.WaiterCount.ShouldBe(1000);
            waiting.ForEach(task => task.Cancel());
            yield return Sleep(1);
            waiting.ShouldAllBe(task => task.IsCancelled);
            inner.WaiterCount.ShouldBe(0);
            yield return inner;
            inner.Result.ShouldBe(1);
        }

        _rig.Run(Main());
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Failure_OfAShieldThatNobodyAwaits_IsReportedOnce()
    {
        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("lost");
        }

        IEnumerator<Awaitable> Main()
        {
            Shield(Failing());
            yield return Sleep(1);
        }

        _rig.Run(Main());
        _rig.Dispose();

        _rig.Reports.ShouldHaveSingleItem().Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        using var other = new Scheduler();

        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentNullException>(() => Shield(default(Awaitable)));
            Should.Throw<ArgumentNullException>(() => Shield(default(Awaitable<int>)));
            Should.Throw<ArgumentNullException>(() => Shield((IEnumerator<Awaitable>)null!));
            Should.Throw<ArgumentNullException>(() => Shield((CoTask<int>)null!));
            Should.Throw<ArgumentException>(() => Shield(new Future(other))).Message.ShouldContain("another scheduler");
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void Deadlock_NamesWhatIsShielded()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Shield(new Future { Name = "answer" });
        }

        Should.Throw<DeadlockException>(() => _rig.Run(Main())).Message.ShouldContain("awaiting a shield around future 'answer'");
    }
}
