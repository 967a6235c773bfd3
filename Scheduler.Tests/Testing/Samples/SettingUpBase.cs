namespace Coroutines.Tests.Testing.Samples;

/// <summary>A server that each test of the derived fixtures finds running.</summary>
public abstract class SettingUpBase
{
    protected List<string> Log { get; } = [];

    protected CoTask? Server { get; private set; }

    protected bool FailsAtTheEnd { get; set; }

    [CoroutineSetUp]
    public IEnumerator<Awaitable> Open()
    {
        Log.Add("base set-up");
        Server = CreateTask(Serve(), "server");
        yield return null;
    }

    [CoroutineTearDown]
    public IEnumerator<Awaitable> Close()
    {
        Server!.Cancel();
        yield return Settle(Server, out _, includeCancellation: true);
        Log.Add("base tear-down");
        if (FailsAtTheEnd)
        {
            throw new IOException("the tear-down");
        }
    }

    private static IEnumerator<Awaitable> Serve()
    {
        while (true)
        {
            yield return Sleep(0.5);
        }
    }
}
