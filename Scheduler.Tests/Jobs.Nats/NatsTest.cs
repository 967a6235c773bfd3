using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A test with a server of NATS of its own, and a stream of jobs on it.</summary>
public abstract class NatsTest
{
    private const double DefaultPatience = 60;

    private protected NatsServer Server { get; private set; } = null!;

    private protected NatsStream Stream { get; private set; } = null!;

    [SetUp]
    public void Prepare()
    {
        if (NatsServer.Program is null)
        {
            Assert.Ignore("nats-server is not installed");
        }

        Server = new NatsServer();
        Stream = new NatsStream(Server, "jobs");
    }

    [TearDown]
    public void CleanUp()
    {
        Stream?.Dispose();
        Server?.Dispose();
    }

    /// <summary>Runs a test on the server, which is up unless the test starts it itself.</summary>
    private protected void Run(IEnumerator<Awaitable> test, double patience = DefaultPatience, bool startsServer = true)
    {
        if (startsServer)
        {
            Server.Start();
        }

        Scheduler.Run(Limited());

        IEnumerator<Awaitable> Limited()
        {
            yield return WaitFor(test, patience);
        }
    }
}
