using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary><c>Defer</c> called where the frame is already on its way out, or stands between two coroutines.</summary>
public sealed class DeferInCleanupTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Main(Awaitable ending, Exception? error = null)
    {
        try
        {
            yield return null;
            if (error is not null)
            {
                throw error;
            }

            yield return ending;
        }
        finally
        {
            Defer(_rig.Steps("deferred", 1));
        }
    }

    [Test]
    public void Defer_InAFinally_RunsAfterAReturn()
    {
        _rig.Run<int>(Main(Return(3))).ShouldBe(3);
        _rig.ShouldHaveLogged("deferred1", "deferred end");
    }

    [Test]
    public void Defer_InAFinally_RunsAfterAnExceptionOfTheBody()
    {
        Should.Throw<IOException>(() => _rig.Run(Main(null, new IOException("boom"))));
        _rig.ShouldHaveLogged("deferred1", "deferred end");
    }

    [Test]
    public void Defer_InAFinally_RunsAfterAnExceptionOfWhatIsAwaited()
    {
        var future = new Future(_rig.Scheduler);
        future.SetException(new IOException("boom"));
        Should.Throw<IOException>(() => _rig.Run(Main(future)));
        _rig.ShouldHaveLogged("deferred1", "deferred end");
    }

    [Test]
    public void Defer_InAFinally_RunsAfterACancel()
    {
        CoTask task = _rig.Start(Main(Sleep(100)));
        _rig.Scheduler.CallLater(1, () => task.Cancel());
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        _rig.ShouldHaveLogged("deferred1", "deferred end");
    }

    [Test]
    public void Defer_InAFinally_RunsAfterAPlainEnd()
    {
        _rig.Run(Main(null));
        _rig.ShouldHaveLogged("deferred1", "deferred end");
    }

    [Test]
    public void Defer_InAHandlerOfTry_BelongsToTheCoroutineThatYieldsTheTry()
    {
        IEnumerator<Awaitable> Outer()
        {
            yield return Try(Failing()).Catch<IOException>(_ => Defer(_rig.Steps("deferred", 0)));
            _rig.Log("after the try");
        }

        _rig.Run(Outer());

        _rig.ShouldHaveLogged("after the try", "deferred end");
    }

    [Test]
    public void Defer_InACleanupOfTry_BelongsToTheCoroutineThatYieldsTheTry()
    {
        IEnumerator<Awaitable> Outer()
        {
            yield return Try(_rig.Steps("body", 0)).Finally(() => Defer(_rig.Steps("deferred", 0)));
            _rig.Log("after the try");
        }

        _rig.Run(Outer());

        _rig.ShouldHaveLogged("body end", "after the try", "deferred end");
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("boom");
    }
}
