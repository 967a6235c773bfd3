using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>Sequence, Repeat and After, and how they fail.</summary>
public class BlocksTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Sequence_RunsOneAfterTheOther()
    {
        _rig.Start(Sequence(Walk("a", Sleep(1)), Walk("b", null), Walk("c", Sleep(0.5)), Sequence()));
        _rig.Tick(4, seconds: 1);
        _rig.ShouldHaveLogged("1 a", "2 b", "2.5 c");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Sequence_WithOneThatFailsOrIsCancelled_RunsNoneAfterIt()
    {
        CoTask broken = _rig.Start(Sequence(Fail(), Walk("a", null)));
        CoTask cancelled = _rig.Start(Sequence(Walk("b", Sleep(5)), Walk("c", null)));
        _rig.Tick();
        cancelled.Cancel();
        _rig.Tick(2);
        broken.Exception.ShouldBeOfType<IOException>();
        cancelled.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Repeat_RunsExactlyThatOften([Values(0, 1, 3)] int count)
    {
        _rig.Start(Repeat(count, () => Walk("again", Sleep(1))));
        _rig.Tick(6, seconds: 1);
        _rig.ShouldHaveLogged([.. Enumerable.Range(1, count).Select(i => $"{i} again")]);
    }

    [Test]
    public void Repeat_OfSomethingThatReturnsAtOnce_TakesNoFrame()
    {
        _rig.Start(Repeat(3, Nothing));
        _rig.Tick(1, seconds: 0);
        _rig.ShouldBeAtRest();

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }

    [Test]
    public void Repeat_WithAFactoryThatThrowsOrReturnsNothing_FailsWithThat()
    {
        CoTask throws = _rig.Start(Repeat(2, () => throw new IOException("no more")));
        CoTask returnsNull = _rig.Start(Repeat(2, () => null!));
        _rig.Tick();
        throws.Exception!.Message.ShouldBe("no more");
        returnsNull.Exception.ShouldBeOfType<ArgumentNullException>().Message.ShouldContain("A coroutine is needed");
    }

    [Test]
    public void Repeat_OfTheSameCoroutineTwice_IsTheErrorOfAReuse()
    {
        IEnumerator<Awaitable> once = Walk("once", null);
        CoTask task = _rig.Start(Repeat(2, () => once));
        _rig.Tick(3);
        task.Exception.ShouldBeOfType<InvalidOperationException>();
        _rig.ShouldHaveLogged("0.5 once");
    }

    [Test]
    public void After_WaitsFirst_InTheTimeOfItsGroup()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.CreateTask(After(1, Walk("coroutine", null)));
        group.CreateTask(After(TimeSpan.FromSeconds(1), () => _rig.LogTime("action")));
        _rig.Start(After(0, () => _rig.LogTime("at once")));
        _rig.Tick(10);
        _rig.ShouldHaveLogged("0.5 at once", "2 action", "2.25 coroutine");
    }

    [Test]
    public void After_ThatIsCancelledInBetween_DoesNothing()
    {
        CoTask task = _rig.Start(After(1, () => _rig.Log("never")));
        _rig.Tick();
        task.Cancel();
        _rig.Tick(6);
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void After_WhoseActionThrows_FailsWithThat()
    {
        CoTask task = _rig.Start(After(0.25, () => throw new IOException("lost")));
        _rig.Tick(2);
        task.Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void Arguments_ThatAreMissingOrNone_AreRefused()
    {
        Should.Throw<ArgumentNullException>(() => Sequence(null!));
        Should.Throw<ArgumentNullException>(() => Sequence(Walk("a", null), null!));
        Should.Throw<ArgumentNullException>(() => Repeat(1, null!));
        Should.Throw<ArgumentOutOfRangeException>(() => Repeat(-1, () => Walk("a", null)));
        Should.Throw<ArgumentNullException>(() => After(1, (IEnumerator<Awaitable>)null!));
        Should.Throw<ArgumentNullException>(() => After(1, (Action)null!));
        Should.Throw<ArgumentOutOfRangeException>(() => After(double.NaN, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => After(double.NaN, Walk("a", null)));
    }

    private static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException();
    }

    private IEnumerator<Awaitable> Walk(string name, Awaitable wait)
    {
        yield return wait;
        _rig.LogTime(name);
    }
}
