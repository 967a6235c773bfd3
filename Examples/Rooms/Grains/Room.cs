using Coroutines.Orleans;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>A room goes on by itself, twenty frames a second: each ember is a coroutine that glows, drifts and goes out.</summary>
internal sealed class Room : CoroutineGrain, IRoom
{
    private const int EmberCount = 12;

    private readonly Dictionary<string, Spot> _players = [];
    private readonly HashSet<Ember> _embers = [];

    protected override Duration FrameInterval => 1 / 20.0;

    public Task<int> Stand(string player, int x, int y)
    {
        _players[player] = new Spot(player, x, y);
        return Task.FromResult(_embers.RemoveWhere(ember => ember.X == x && ember.Y == y));
    }

    public Task Leave(string player)
    {
        _players.Remove(player);
        return Task.CompletedTask;
    }

    public Task<Sight> Look() => Task.FromResult(new Sight(
        RuntimeIdentity, Scheduler.FrameCount, [.. _players.Values], [.. _embers.Select(static ember => new Spot("ember", ember.X, ember.Y))]));

    protected override IEnumerator<Awaitable> Activate()
    {
        for (int i = 0; i < EmberCount; i++)
        {
            CreateTask(Glow());
        }

        yield break;
    }

    private IEnumerator<Awaitable> Glow()
    {
        while (true)
        {
            yield return WaitFrames(Random.Shared.Next(1, 40));
            var ember = new Ember { X = Random.Shared.Next(House.Width), Y = Random.Shared.Next(House.Height) };
            _embers.Add(ember);
            for (int i = 0; i < 20 && _embers.Contains(ember); i++)
            {
                yield return WaitFrames(10);
                ember.X = Math.Clamp(ember.X + Random.Shared.Next(-1, 2), 0, House.Width - 1);
            }

            _embers.Remove(ember);
        }
    }

    private sealed class Ember
    {
        internal int X { get; set; }

        internal int Y { get; init; }
    }
}
