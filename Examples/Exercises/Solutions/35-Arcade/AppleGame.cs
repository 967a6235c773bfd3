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

    private const int LivesOfAGame = 3;
    private const double Quicker = 1.25;
    private const double BlinkTime = 0.5;

    private readonly List<Apple> _apples = [];
    private CoGroup? _game;
    private CoTask? _blinking;

    /// <summary>How many apples were caught.</summary>
    public int Score { get; private set; }

    /// <summary>How many apples may still be missed; the game is over when there is none left.</summary>
    public int Lives { get; private set; }

    /// <summary>In which column the basket is.</summary>
    public int Basket { get; private set; } = Width / 2;

    /// <summary>Where the apples are, in any order.</summary>
    public IReadOnlyCollection<(int Column, int Row)> Apples => [.. _apples.Select(apple => (apple.Column, apple.Row))];

    /// <summary>What is written across the screen: "", "PAUSE" or "GAME OVER".</summary>
    public string Message { get; private set; } = "";

    private bool IsPlaying => Lives > 0 && _game is { IsPaused: false };

    /// <summary>Begins a new game, whatever becomes of the one that is played.</summary>
    public void Start()
    {
        End();
        Score = 0;
        Lives = LivesOfAGame;
        Basket = Width / 2;
        _game = new CoGroup(scheduler, "game");
        _game.CreateTask(DropApples(_game), "apples");
    }

    /// <summary>Moves the basket one column to the left.</summary>
    public void MoveLeft() => MoveTo(Basket - 1);

    /// <summary>Moves the basket one column to the right.</summary>
    public void MoveRight() => MoveTo(Basket + 1);

    /// <summary>Has the game stand still, or go on: the key P.</summary>
    public void TogglePause()
    {
        if (Lives == 0 || _game is null)
        {
            return;
        }

        if (_game.IsPaused)
        {
            _game.Resume();
            StopBlinking();
        }
        else
        {
            _game.Pause();
            Message = "PAUSE";
            _blinking = scheduler.CreateTask(Blink(), "blinking");
        }
    }

    private void MoveTo(int column)
    {
        if (IsPlaying)
        {
            Basket = Math.Clamp(column, 0, Width - 1);
        }
    }

    private IEnumerator<Awaitable> DropApples(CoGroup game)
    {
        while (true)
        {
            game.CreateTask(Fall(new Apple(nextColumn())), "apple");
            yield return Sleep(AppleTime);
        }
    }

    private IEnumerator<Awaitable> Fall(Apple apple)
    {
        _apples.Add(apple);
        for (; apple.Row < Height; apple.Row++)
        {
            yield return Sleep(RowTime);
        }

        _apples.Remove(apple);
        if (apple.Column == Basket)
        {
            Catch();
        }
        else
        {
            Miss();
        }
    }

    private void Catch()
    {
        Score++;
        if (Score % ApplesOfALevel == 0)
        {
            _game!.TimeScale *= Quicker;
        }
    }

    private void Miss()
    {
        Lives--;
        if (Lives == 0)
        {
            End();
            Message = "GAME OVER";
        }
    }

    private IEnumerator<Awaitable> Blink()
    {
        while (true)
        {
            yield return Sleep(BlinkTime);
            Message = Message == "" ? "PAUSE" : "";
        }
    }

    private void StopBlinking()
    {
        _blinking?.Cancel();
        Message = "";
    }

    private void End()
    {
        _game?.Dispose();
        _game = null;
        _apples.Clear();
        StopBlinking();
    }

    private sealed class Apple(int column)
    {
        internal int Column => column;

        internal int Row { get; set; }
    }
}
