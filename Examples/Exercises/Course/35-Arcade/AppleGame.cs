using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>
/// Apples fall, and a basket catches them. The frames are made by whoever calls <c>scheduler.Tick(seconds)</c> and then draws what the
/// properties say.
/// </summary>
/// <param name="scheduler">Runs the game.</param>
/// <param name="nextColumn">Says in which column the next apple falls, from 0.</param>
public sealed class AppleGame(Scheduler scheduler, Func<int> nextColumn)
{
    /// <summary>How many columns there are.</summary>
    public const int Width = 5;

    /// <summary>How many rows there are above the basket. The top one is row 0.</summary>
    public const int Height = 4;

    /// <summary>How long an apple stays in a row, in seconds of the game.</summary>
    public const double RowTime = 0.5;

    /// <summary>How long it takes from one apple to the next one, in seconds of the game.</summary>
    public const double AppleTime = 1.5;

    /// <summary>After so many caught apples, the game becomes quicker.</summary>
    public const int ApplesOfALevel = 5;

    // What runs in it is paused, made quicker and ended together. What is started by scheduler.CreateTask(...) is in no group.
    private readonly CoGroup _game = new(scheduler, "game");
    private readonly List<(int Column, int Row)> _apples = [];

    /// <summary>How many apples were caught.</summary>
    public int Score => 0;

    /// <summary>How many apples may still be missed; the game is over when there is none left.</summary>
    public int Lives => 0;

    /// <summary>In which column the basket is.</summary>
    public int Basket => 0;

    /// <summary>Where the apples are, in any order.</summary>
    public IReadOnlyCollection<(int Column, int Row)> Apples => _apples;

    /// <summary>What is written across the screen: "", "PAUSE" or "GAME OVER".</summary>
    public string Message => "";

    /// <summary>Begins a new game, whatever becomes of the one that is played.</summary>
    public void Start()
    {
        _game.CreateTask(DropApples(), "apples");
    }

    /// <summary>Moves the basket one column to the left.</summary>
    public void MoveLeft()
    {
    }

    /// <summary>Moves the basket one column to the right.</summary>
    public void MoveRight()
    {
    }

    /// <summary>Has the game stand still, or go on: the key P.</summary>
    public void TogglePause()
    {
    }

    private IEnumerator<Awaitable> DropApples()
    {
        // The first apple. It does not fall yet, and there are to be more of them.
        _apples.Add((nextColumn(), 0));
        yield return Sleep(AppleTime);
    }
}
