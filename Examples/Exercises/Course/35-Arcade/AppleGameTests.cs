namespace Coroutines.Exercises;

[Exercise(35)]
public sealed class AppleGameTests
{
    private const double FrameTime = 0.125;

    private readonly List<string> _errors = [];
    private readonly Queue<int> _columns = new();
    private readonly Scheduler _scheduler;
    private readonly AppleGame _game;
    private int _drops;

    public AppleGameTests()
    {
        _scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = report => _errors.Add($"{report.Message}: {Explained.Describe(report.Exception!)}"),
        });
        _game = new AppleGame(_scheduler, NextColumn);
    }

    [TearDown]
    public void Close() => _scheduler.Dispose();

    [Test, Order(1)]
    public void Game_BeforeItIsStarted_StandsStill()
    {
        Do(_game.MoveLeft);
        Do(_game.TogglePause);
        Play(5.0);
        ShouldBe("score 0, lives 0, basket 2, apples: none, message ''", "Nobody has started the game: nothing falls, and no key does anything.");
        Do(_game.Start);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: none, message ''",
            "The game was started, and no frame was played since: three lives, and the basket in the middle.");
    }

    [Test, Order(2)]
    public void Apple_FallsRowByRow()
    {
        Start(0);
        Play(0.25);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 0/0, message ''",
            "The first apple is there from the beginning, in the top row: 0/0 is column 0, row 0.");
        Play(0.5);
        ShouldBe("score 0, lives 3, basket 2, apples: 0/1, message ''", "At 0.75 s the apple is in row 1: it stays in each row for 0.5 s.");
        Play(1.0);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 0/3 4/0, message ''",
            "At 1.75 s the first apple is in row 3, the last one above the basket, and the second one is there since 1.5 s: there is "
            + "one every 1.5 s.");
        Play(0.5);
        ShouldBe(
            "score 0, lives 2, basket 2, apples: 4/1, message ''",
            "At 2.0 s the first apple has come down in column 0. The basket is in column 2: a life is lost.");
    }

    [Test, Order(3)]
    public void Apple_InABigFrame_FallsAtItsTimes()
    {
        Start(2, 2, 2, 2);
        Tick(4.75);
        ShouldBe(
            "score 2, lives 3, basket 2, apples: 2/0 2/3, message ''",
            "One frame of 4.75 s: the apples of 0.0 and 1.5 s have come down, at 2.0 and 3.5 s, and those of 3.0 and 4.5 s are on "
            + "their way. What sleeps in a Tick wakes at its exact time.");
    }

    [Test, Order(4)]
    public void Basket_MovesAtOnce_AndStaysInTheField()
    {
        Start(1);
        Play(0.25);
        Do(_game.MoveLeft);
        ShouldBe("score 0, lives 3, basket 1, apples: 1/0, message ''", "A key moves the basket at once, and not in the next frame.");
        Play(2.0);
        ShouldBe(
            "score 1, lives 3, basket 1, apples: 4/1, message ''",
            "The first apple has come down in column 1 at 2.0 s, where the basket is: it is caught.");
        for (int i = 0; i < 9; i++)
        {
            Do(_game.MoveRight);
        }

        ShouldBe(
            "score 1, lives 3, basket 4, apples: 4/1, message ''",
            "The basket was moved to the right nine times, and stays in the field, whose last column is 4.");
        for (int i = 0; i < 9; i++)
        {
            Do(_game.MoveLeft);
        }

        ShouldBe(
            "score 1, lives 3, basket 0, apples: 4/1, message ''",
            "The basket was moved to the left nine times, and stays in the field, whose first column is 0.");
    }

    [Test, Order(5)]
    public void Pause_StopsTheGame_AndTheMessageBlinks()
    {
        Start(2);
        Play(0.75);
        Do(_game.TogglePause);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/1, message 'PAUSE'", "The game is paused at 0.75 s, and the message is there at once.");
        Play(0.25);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/1, message 'PAUSE'", "The message is there for half a second.");
        Play(0.5);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 2/1, message ''",
            "In a pause the message blinks: half a second it is there, and half a second it is not. The game stands still, and this "
            + "goes on.");
        Play(0.5);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 2/1, message 'PAUSE'",
            "In a pause the message blinks: half a second it is there, and half a second it is not.");
        Do(_game.MoveRight);
        Do(_game.MoveRight);
        Do(_game.MoveLeft);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/1, message 'PAUSE'", "In a pause the basket does not move.");
        Play(60.0);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/1, message 'PAUSE'", "A pause of a minute changes nothing in the game.");
        Do(_game.TogglePause);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/1, message ''", "The game goes on: the message is gone at once.");
        Play(0.25);
        Play(0.125);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 2/2, message ''",
            "When the pause began, the apple was to fall to row 2 in a quarter of a second of the game. It goes on where it was, and "
            + "the message stays away.");
        Play(1.0);
        ShouldBe(
            "score 1, lives 3, basket 2, apples: 4/1, message ''",
            "The game goes on where it was: the first apple is caught, and the second one comes 1.5 s after it, without the pause.");
    }

    [Test, Order(6)]
    public void Game_BecomesQuicker_AfterFiveApples()
    {
        Start([.. Enumerable.Repeat(2, 20)]);
        Play(8.0);
        ShouldBe("score 5, lives 3, basket 2, apples: 2/1, message ''", "The fifth apple is caught at 8.0 s.");
        Play(1.25);
        ShouldBe(
            "score 6, lives 3, basket 2, apples: 2/1, message ''",
            "At 8.0 s the sixth apple had half a second behind it. The game is quicker by a quarter since then: 1.5 s of the game last "
            + "1.2 s, for what falls already, too. So it is caught at 9.2 s.");
        Play(5.0);
        ShouldBe("score 10, lives 3, basket 2, apples: 2/1, message ''", "Four more apples are caught in the 4.8 s after 9.2 s, so ten at 14.0 s.");
        Play(3.625);
        ShouldBe(
            "score 14, lives 3, basket 2, apples: 2/1, message ''",
            "With the tenth apple, at 14.0 s, the game is quicker by a quarter once more: 1.5625 times as quick as at the beginning. "
            + "So the fourteenth is caught at 17.84 s.");
        Do(_game.TogglePause);
        Play(3.0);
        Do(_game.TogglePause);
        Play(1.0);
        ShouldBe(
            "score 15, lives 3, basket 2, apples: 2/1, message ''",
            "After a pause the game is as quick as before: the fifteenth apple is caught 0.96 s after the fourteenth, without the pause.");
    }

    [Test, Order(7)]
    public void Game_IsOver_AfterThreeMissedApples()
    {
        Start(2, 0, 0, 0, 0, 0, 0);
        Play(6.375);
        ShouldBe("score 1, lives 1, basket 2, apples: 0/0 0/3, message ''", "One apple was caught, and two were missed.");
        Play(0.25);
        ShouldBe(
            "score 1, lives 0, basket 2, apples: none, message 'GAME OVER'",
            "The third apple was missed at 6.5 s: the game is over, and all apples are gone.");
        int drops = _drops;
        Do(_game.MoveLeft);
        Do(_game.TogglePause);
        Play(10.0);
        ShouldBe(
            "score 1, lives 0, basket 2, apples: none, message 'GAME OVER'",
            "The game is over: nothing falls any more, and no key does anything.");
        _drops.ShouldBe(drops, "The game is over, and still nextColumn is asked for another apple.");
        TasksShouldBeAtMost(0, "The game is over, so nothing of it runs any more.");
    }

    [Test, Order(8)]
    public void Start_AfterTheEnd_BeginsAnew()
    {
        Start(1, 0, 0, 0, 0);
        Do(_game.MoveLeft);
        Play(10.0);
        ShouldBe("score 1, lives 0, basket 1, apples: none, message 'GAME OVER'", "Three apples were missed: the game is over.");
        _columns.Clear();
        Start(2, 2);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: none, message ''",
            "A new game: no score, three lives, the basket in the middle, and no message.");
        Play(0.25);
        ShouldBe("score 0, lives 3, basket 2, apples: 2/0, message ''", "The first apple of the new game is there.");
        Play(2.0);
        ShouldBe(
            "score 1, lives 3, basket 2, apples: 2/1, message ''",
            "The new game goes its way: the first apple is caught at 2.0 s, and one more is there.");
    }

    [Test, Order(9)]
    public void Start_InTheMiddle_LeavesNothingOfTheOldGame()
    {
        Start(0, 1);
        Play(1.75);
        Do(_game.Start);
        ShouldBe("score 0, lives 3, basket 2, apples: none, message ''", "A new game begins while one is played: the old apples are gone at once.");
        _columns.Clear();
        _columns.Enqueue(3);
        Play(1.25);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: 3/2, message ''",
            "The old apples do not come back, and do not cost a life: there is one apple, that of the new game.");
        TasksShouldBeAtMost(2, "One task lets the apples fall, and there is one apple: that makes two. What belongs to the old game has to end.");
    }

    [Test, Order(10)]
    public void Start_InAPause_PlaysAtOnce()
    {
        Start(0);
        Play(0.75);
        Do(_game.TogglePause);
        Play(0.25);
        _columns.Enqueue(3);
        Do(_game.Start);
        ShouldBe(
            "score 0, lives 3, basket 2, apples: none, message ''",
            "A new game begins in a pause of the old one: it is not paused, and there is no message.");
        Play(0.75);
        ShouldBe("score 0, lives 3, basket 2, apples: 3/1, message ''", "The new game is not paused, and the message of the old pause stays away.");
        TasksShouldBeAtMost(2, "One task lets the apples fall, and there is one apple: that makes two. The message of the old pause blinks no more.");
        Do(_game.TogglePause);
        ShouldBe("score 0, lives 3, basket 2, apples: 3/1, message 'PAUSE'", "The new game can be paused.");
    }

    [Test, Order(11)]
    public void Start_AfterAQuickGame_BeginsSlowly()
    {
        Start([.. Enumerable.Repeat(2, 20)]);
        Play(10.0);
        Do(_game.Start);
        Play(2.25);
        ShouldBe(
            "score 1, lives 3, basket 2, apples: 2/1, message ''",
            "The game before was quicker in the end. A new one begins as slowly as the first: its first apple is caught at 2.0 s.");
    }

    private void Start(params int[] columns)
    {
        foreach (int column in columns)
        {
            _columns.Enqueue(column);
        }

        Do(_game.Start);
    }

    // The last column where nothing else was said.
    private int NextColumn()
    {
        _drops++;
        return _columns.TryDequeue(out int column) ? column : 4;
    }

    private static void Do(Action key) => Explained.Run(key, "A key was pressed, or the game was started.");

    // In frames of an eighth of a second.
    private void Play(double seconds)
    {
        for (double left = seconds; left > 0; left -= FrameTime)
        {
            Tick(FrameTime);
        }
    }

    private void Tick(double seconds)
    {
        Explained.Run(() => _scheduler.Tick(seconds), "A frame was played.");
        if (_errors.Count > 0)
        {
            throw new ShouldAssertException($"A frame was played, and a task has failed.\n{string.Join('\n', _errors)}");
        }
    }

    private void ShouldBe(string expected, string lookAt)
    {
        string[] apples = [.. _game.Apples.Select(static apple => $"{apple.Column}/{apple.Row}").Order()];
        string field = apples is [] ? "none" : string.Join(' ', apples);
        string found = $"score {_game.Score}, lives {_game.Lives}, basket {_game.Basket}, apples: {field}, message '{_game.Message}'";
        if (found != expected)
        {
            throw new ShouldAssertException(FormattableString.Invariant(
                $"{lookAt}\n\n  at {_scheduler.Time} s of the scheduler's time\n  expected: {expected}\n  found:    {found}"));
        }
    }

    private void TasksShouldBeAtMost(int count, string lookAt)
    {
        if (_scheduler.AllTasks().Count > count)
        {
            throw new ShouldAssertException($"{lookAt} These tasks there are:\n{_scheduler.FormatTasks()}");
        }
    }
}
