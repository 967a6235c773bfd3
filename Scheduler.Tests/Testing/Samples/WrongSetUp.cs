namespace Coroutines.Tests.Testing.Samples;

/// <summary>A set-up that asks for something that nobody gives it.</summary>
public sealed class WrongSetUp
{
    [CoroutineSetUp]
    public IEnumerator<Awaitable> Begin(int port)
    {
        yield return Sleep(port);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Never()
    {
        yield return null;
    }
}
