using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>Somebody in the house: what they do, and what they see.</summary>
internal sealed class Visit(HouseClient house, string name)
{
    // Of what a held key has sent, more would only be answered late.
    private const int Capacity = 4;

    private readonly Queue<(int Right, int Down)> _steps = [];

    internal string Name => name;

    internal Walker Walker { get; } = new(() => house.Player(name), new Random());

    /// <summary>The room as it was seen last; null before that.</summary>
    internal Sight? Sight { get; private set; }

    /// <summary>Whether the house answers.</summary>
    internal bool IsSeen { get; private set; }

    internal void Press(ConsoleKeyInfo key)
    {
        (int Right, int Down)? step = key.Key switch
        {
            ConsoleKey.LeftArrow or ConsoleKey.A => (-1, 0),
            ConsoleKey.RightArrow or ConsoleKey.D => (1, 0),
            ConsoleKey.UpArrow or ConsoleKey.W => (0, -1),
            ConsoleKey.DownArrow or ConsoleKey.S => (0, 1),
            _ => null,
        };
        if (step is { } wanted && _steps.Count < Capacity)
        {
            _steps.Enqueue(wanted);
        }
    }

    internal IEnumerator<Awaitable> Main()
    {
        yield return Await(house.Connect());
        yield return Await(Walker.Step(0, 0));
        CreateTask(Watch());
        while (true)
        {
            yield return WaitUntil(() => _steps.Count > 0);
            (int right, int down) = _steps.Dequeue();
            yield return Await(Walker.Step(right, down));
        }
    }

    private IEnumerator<Awaitable> Watch()
    {
        while (true)
        {
            yield return Settle(Await(house.Room(Walker.Told!.Room).Look()), out Outcome<Sight> outcome);
            IsSeen = outcome.IsSuccess;
            if (IsSeen)
            {
                Sight = outcome.Result;
                if (!Sight.Players.Any(player => player.What == name))
                {
                    // The room has come up anew on another silo, and does not know who is in it.
                    yield return Await(Walker.Step(0, 0));
                }
            }

            yield return Sleep(0.05);
        }
    }
}
