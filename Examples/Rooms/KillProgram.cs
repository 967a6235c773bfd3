using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>Two silos in processes of their own, players who walk, and a silo that is killed: what was lost, and how soon it went on.</summary>
internal sealed class KillProgram(int seconds, int playerCount) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rooms-").FullName;
    private readonly HouseClient _house = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly List<Walker> _walkers = [];
    private readonly List<CoTask> _walks = [];
    private bool _hasLost;

    internal static int Run(int seconds, int players)
    {
        using var program = new KillProgram(seconds, players);
        Scheduler.Run(program.Main());
        return program._hasLost ? 1 : 0;
    }

    public void Dispose()
    {
        _house.Dispose();
        _silos.ForEach(static silo => silo.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerator<Awaitable> Main()
    {
        Defer(KillAll());
        for (int number = 1; number <= 2; number++)
        {
            _silos.Add(new SiloProcess(number, _folder));
            yield return Await(_silos[^1].Start());
            Say($"silo {number} is process {_silos[^1].Id}");
        }

        yield return Await(_house.Connect());
        for (int i = 0; i < playerCount; i++)
        {
            string name = $"player {i}";
            _walkers.Add(new Walker(() => _house.Player(name), new Random(i)));
            _walks.Add(CreateTask(_walkers[^1].Walk()));
        }

        yield return WaitUntil(() => _walkers.All(static walker => walker.Told is not null));
        yield return Await(WalkForAWhile());
        yield return Await(KillOne());
        yield return Await(WalkForAWhile());
        yield return Await(Check());
    }

    private IEnumerator<Awaitable> WalkForAWhile()
    {
        int before = _walkers.Sum(static walker => walker.Answers);
        double start = Now;
        yield return Sleep(seconds);
        Say($"{playerCount} players: {(_walkers.Sum(static walker => walker.Answers) - before) / (Now - start):0} steps a second, each stored");
    }

    private IEnumerator<Awaitable> KillOne()
    {
        yield return Gather<Sight>(House.Rooms.Select(LookInto)).Into(out Awaitable<Sight[]> sights);
        SiloProcess victim = _silos[1];
        string name = sights.Result.Select(static sight => sight.Silo).FirstOrDefault(silo => silo.Contains($":{SiloProgram.PortOf(victim.Number)}", StringComparison.Ordinal)) ?? "";
        Sight[] held = [.. sights.Result.Where(sight => sight.Silo == name)];
        Say($"silo {victim.Number} holds {held.Length} of {House.Rooms.Length} rooms, with {held.Sum(static sight => sight.Players.Length)} players in them, and is killed");
        double killed = Now;
        yield return Await(victim.Kill());
        yield return Await(WaitForAll(killed));

        yield return Gather<Sight>(House.Rooms.Select(LookInto)).Into(out Awaitable<Sight[]> after);
        Say($"all rooms are on silo 1 now: {after.Result.All(sight => sight.Silo != name)}");
    }

    // Until the cluster has noticed that a silo is gone, a room that nobody is in may still be looked for there.
    private IEnumerator<Awaitable> LookInto(string room)
    {
        while (true)
        {
            yield return Settle(Await(_house.Room(room).Look()), out Outcome<Sight> outcome);
            if (outcome.IsSuccess)
            {
                yield return Return(outcome.Result);
            }

            yield return Sleep(0.05);
        }
    }

    private IEnumerator<Awaitable> WaitForAll(double killed)
    {
        yield return WaitUntil(() => _walkers.Any(walker => walker.ToldAt > killed));
        Say($"the first answer after that came after {Now - killed:0.00} s");
        yield return WaitUntil(() => _walkers.All(walker => walker.ToldAt > killed));
        Say($"every player was answered again after {Now - killed:0.00} s; {_walkers.Sum(static walker => walker.Failures)} calls had failed meanwhile");
    }

    private IEnumerator<Awaitable> Check()
    {
        _walks.ForEach(static walk => walk.Cancel());
        yield return Wait(_walks);
        int told = 0;
        int lost = 0;
        int beyond = 0;
        foreach (Walker walker in _walkers)
        {
            int before = walker.Told!.Embers;
            yield return Await(walker.Step(0, 0));
            told += before;
            lost += Math.Max(0, before - walker.Told!.Embers);
            beyond += Math.Max(0, walker.Told!.Embers - before);
        }

        _hasLost = lost > 0;
        Say($"embers that players were told they have: {told}; of these are lost: {lost}; found beyond that, by calls without an answer or at the end: {beyond}");
        Say($"the longest time that a player waited: {_walkers.Max(static walker => walker.LongestPause):0.00} s");
    }

    private IEnumerator<Awaitable> KillAll()
    {
        foreach (SiloProcess silo in _silos)
        {
            yield return Await(silo.Kill());
        }
    }

    private static void Say(string what) => Console.WriteLine(what);
}
