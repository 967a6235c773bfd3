using static Coroutines.Awaitable;

namespace House;

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
