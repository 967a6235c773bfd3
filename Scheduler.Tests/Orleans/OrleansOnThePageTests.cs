using Microsoft.Extensions.Hosting;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Orleans;

// snippet: orleans
public interface IHall : IGrainWithStringKey
{
    Task<string> Enter(string player, CancellationToken cancellationToken = default);
}

public sealed class Hall : CoroutineGrain, IHall
{
    private readonly List<string> _players = [];

    public Task<string> Enter(string player, CancellationToken cancellationToken = default) =>
        Run<string>(Entering(player), cancellationToken);

    protected override IEnumerator<Awaitable> Activate()
    {
        CreateTask(GoHome());                                       // goes on between the calls, until the grain is deactivated
        yield break;
    }

    private IEnumerator<Awaitable> Entering(string player)
    {
        using (Timeout(5.0))
        {
            var host = GrainFactory.GetGrain<IHost>("the host");    // anywhere in the cluster
            yield return Await(host.Greet(player)).Into(out var greeting);
            _players.Add(player);
            yield return Return(greeting.Result);
        }
    }

    private IEnumerator<Awaitable> GoHome()
    {
        while (true)
        {
            yield return Sleep(3600);
            _players.Clear();                                       // no lock: one turn at a time, as everywhere in a grain
        }
    }
}
// end-snippet

public interface IHost : IGrainWithStringKey
{
    Task<string> Greet(string player);
}

public sealed class Host : CoroutineGrain, IHost
{
    public Task<string> Greet(string player) => Task.FromResult($"hello {player}");
}

/// <summary>The grain of the page, and of the package's readme.</summary>
public sealed class OrleansOnThePageTests
{
    [Test]
    public void Grain_Answers()
    {
        // snippet: orleans-silo
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddCoroutines());
        // end-snippet
        builder.Services.ShouldNotBeEmpty();

        using var silos = new TestSilos();
        TestSilos.Ask(silos.Get<IHall>("the hall").Enter("ann")).ShouldBe("hello ann");
    }
}
