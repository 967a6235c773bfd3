namespace Coroutines.Tests.Testing.Samples;

/// <summary>Tests with coroutines before and after them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SettingUp : SettingUpBase
{
    private static readonly AsyncLocal<string?> _user = new();

    [SetUp]
    public void Plain() => Log.Add("NUnit's SetUp");

    [TearDown]
    public void PlainEnd() => TestContext.Out.Write(string.Join('|', Log.Append("NUnit's TearDown")));

    [CoroutineSetUp]
    public IEnumerator<Awaitable> Begin()
    {
        yield return Sleep(1);
        _user.Value = "somebody";
        Log.Add($"derived set-up at {Scheduler.Current.Time}");
    }

    [CoroutineTearDown]
    public IEnumerator<Awaitable> End()
    {
        yield return Sleep(1);
        Log.Add($"derived tear-down at {Scheduler.Current.Time}");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Passes()
    {
        yield return Sleep(1);
        Assert.That(Server!.IsDone, Is.False);
        Log.Add($"test of {_user.Value} at {Scheduler.Current.Time}");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Fails()
    {
        yield return Sleep(1);
        throw new IOException("the test");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> FailsTwice()
    {
        yield return Sleep(1);
        FailsAtTheEnd = true;
        throw new IOException("the test");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> IsIgnoredAndFailsAtTheEnd()
    {
        yield return Sleep(1);
        FailsAtTheEnd = true;
        Assert.Ignore("not here");
    }

    [CoroutineTest(VirtualTimeout = 60)]
    public IEnumerator<Awaitable> Deadlocks()
    {
        yield return new Future();
    }
}
