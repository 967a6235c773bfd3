using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary><c>Defer(() => …)</c>: code that does not wait, in its turn among deferred coroutines.</summary>
public sealed class DeferredCallTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Defer_OfCodeAndCoroutines_RunsLastInFirstOut_AfterFinally()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(() => _rig.Log("first"));
            Defer(_rig.Steps("second", 1));
            Defer(() => _rig.Steps("third", 1));
            Defer(() => _rig.Log("fourth"));
            try
            {
                yield return Return(3);
            }
            finally
            {
                _rig.Log("finally");
            }
        }

        _rig.Run<int>(Main()).ShouldBe(3);

        _rig.ShouldHaveLogged("finally", "fourth", "third1", "third end", "second1", "second end", "first");
    }

    [Test]
    public void Defer_OfACoroutineThatIsYetToBeMade_MakesItWhenItsTurnHasCome()
    {
        int count = 0;
        IEnumerator<Awaitable> Main()
        {
            Defer(() => Tell(count));
            count = 5;
            yield return null;
        }

        IEnumerator<Awaitable> Tell(int seen)
        {
            _rig.Log($"{seen}");
            yield break;
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("5");
    }

    [Test]
    public void Defer_OfCode_CostsNoIteration()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            _rig.Log("main goes on");
        }

        IEnumerator<Awaitable> Inner()
        {
            Defer(() => _rig.Log("deferred"));
            yield break;
        }

        _rig.Start(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged("deferred", "main goes on");
    }

    [TestCase("fails", "deferred, IOException: boom")]
    [TestCase("is cancelled", "deferred, cancelled")]
    [TestCase("ends", "deferred, success")]
    public void Defer_OfCode_RunsHoweverTheFrameEnds(string end, string lines)
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Inner(), out Outcome outcome, includeCancellation: true);
            _rig.Log($"{outcome}");
        }

        IEnumerator<Awaitable> Inner()
        {
            Defer(() => _rig.Log("deferred"));
            yield return end == "is cancelled" ? Sleep(1000) : null;
            if (end == "fails")
            {
                throw new IOException("boom");
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        if (end == "is cancelled")
        {
            task.Cancel();
        }

        _rig.Scheduler.RunUntilComplete(task);

        _rig.ShouldHaveLogged(lines.Split(", "));
    }

    [Test]
    public void Defer_OfCodeThatThrows_ReplacesTheFailure_AndTheOthersStillRun()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(() => _rig.Log("last"));
            Defer(() => _rig.Steps("coroutine", 0));
            Defer(() => Rig.Throw("second"));
            yield return null;
            throw new IOException("first");
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Main()));

        error.Message.ShouldBe("second");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("coroutine end", "last");
    }

    [Test]
    public void Defer_OfCode_RunsInACoroutineThatIsOnlyClosed()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            Defer(() => _rig.Log("deferred"));
            Defer(() => Rig.Throw("thrown"));
            Defer(_rig.Steps("a coroutine is not stepped any more", 0));
            try
            {
                yield return Settle(Sleep(1000), out _, includeCancellation: true);
                yield return Sleep(1000);
            }
            finally
            {
                _rig.Log("finally");
                Defer(() => _rig.Log("deferred in the end"));
            }
        }

        CoTask task = _rig.Start(Stubborn());
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("finally", "deferred in the end", "deferred");
        task.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("thrown");
    }

    [Test]
    public void Defer_OfNothing_OrOutsideOfACoroutine_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Defer(() => { })).Message.ShouldContain("Defer belongs to a coroutine");
        Should.Throw<InvalidOperationException>(() => Defer(() => _rig.Steps("never", 0))).Message.ShouldContain("Defer belongs to a coroutine");
        Should.Throw<ArgumentNullException>(() => Defer(null!));
        Should.Throw<ArgumentNullException>(() => Defer((Action)null!));
        Should.Throw<ArgumentNullException>(() => Defer((Func<IEnumerator<Awaitable>>)null!));
    }
}
