namespace Coroutines.Tests.Testing.Samples;

/// <summary>A set-up that fails.</summary>
public sealed class FailingSetUp
{
    [CoroutineSetUp]
    public IEnumerator<Awaitable> Begin()
    {
        yield return Sleep(1);
        throw new IOException("no server");
    }

    [CoroutineTearDown]
    public IEnumerator<Awaitable> End()
    {
        TestContext.Out.Write("torn down");
        yield return null;
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Never()
    {
        TestContext.Out.Write("the test ran");
        yield return null;
    }
}
