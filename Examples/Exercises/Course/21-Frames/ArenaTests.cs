namespace Coroutines.Exercises;

[Exercise(21)]
public sealed class ArenaTests
{
    private readonly Scheduler _scheduler = new();
    private readonly Printout _printout = new();
    private readonly Arena _arena;

    public ArenaTests() => _arena = new Arena(_scheduler, Print);

    [TearDown]
    public void Close() => _scheduler.Dispose();

    [Test, Order(1)]
    public void Light_ABomb_ExplodesAtItsTime()
    {
        _arena.Light("bomb", 1.2);
        Play(2.0);

        _printout.ShouldRead(
            ["0.0 s  bomb burns", "1.2 s  bomb explodes"],
            "A bomb is lit, and four frames of half a second are played. It explodes after 1.2 s, in the middle of a frame: "
            + "a Sleep in a Tick ends at its exact time.");
    }

    [Test, Order(2)]
    public void Caption_IsGoneAfterItsTime()
    {
        _arena.Caption("Level 1", 1.5);
        Play(2.0);

        _printout.ShouldRead(["0.0 s  Level 1", "1.5 s  Level 1 is gone"], "A caption is shown for 1.5 s.");
    }

    [Test, Order(3)]
    public void Pause_HoldsTheWorld_AndNotTheCaption()
    {
        _arena.Light("bomb", 2.0);
        Play(1.0);
        _arena.Pause();
        _arena.Caption("Pause", 1.0);
        Play(5.0);
        _arena.Resume();
        Play(2.0);

        _printout.ShouldRead(
            ["0.0 s  bomb burns", "1.0 s  Pause", "2.0 s  Pause is gone", "7.0 s  bomb explodes"],
            "The world is paused from 1.0 s to 6.0 s, when one second of the fuse is left. The caption is no part of the world: it goes on meanwhile.");
    }

    [Test, Order(4)]
    public void SetSpeed_SlowsDownWhatBurnsAlready()
    {
        _arena.Light("bomb", 2.0);
        Play(1.0);
        _arena.SetSpeed(0.5);
        _arena.Caption("Slow motion", 1.0);
        Play(4.0);

        _printout.ShouldRead(
            ["0.0 s  bomb burns", "1.0 s  Slow motion", "2.0 s  Slow motion is gone", "3.0 s  bomb explodes"],
            "From 1.0 s on the world has half its speed, when one second of the fuse is left: that second takes two. The caption keeps its pace.");
    }

    [Test, Order(5)]
    public void Resume_AfterAPauseInSlowMotion_GoesOnSlowly()
    {
        _arena.SetSpeed(0.5);
        _arena.Light("bomb", 2.0);
        Play(2.0);
        _arena.Pause();
        Play(2.0);
        _arena.Resume();
        Play(4.0);

        _printout.ShouldRead(
            ["0.0 s  bomb burns", "6.0 s  bomb explodes"],
            "The world is in slow motion, and paused from 2.0 s to 4.0 s. It goes on as it was before the pause: slowly. "
            + "So of the fuse of 2 s, one is over at 2.0 s, and the other one at 6.0 s.");
    }

    [Test, Order(6)]
    public void Clear_TakesTheBombsAway_AndLeavesTheCaption()
    {
        _arena.Light("red bomb", 9.0);
        _arena.Light("blue bomb", 1.0);
        _arena.Caption("Level 1", 3.0);
        Play(2.0);
        _arena.Clear();
        Play(2.0);

        _printout.ShouldReadByTime(
            [
                "0.0 s  red bomb burns", "0.0 s  blue bomb burns", "0.0 s  Level 1", "1.0 s  blue bomb explodes",
                "2.0 s  red bomb is taken away", "3.0 s  Level 1 is gone",
            ],
            "At 2.0 s the bombs are taken away that burn: the red one. A cancel runs its finally block. The blue one has exploded, and the caption stays.");
    }

    [Test, Order(7)]
    public void Light_AfterAClear_BurnsAsBefore()
    {
        _arena.Light("old bomb", 9.0);
        Play(1.0);
        _arena.Clear();
        Play(1.0);
        try
        {
            _arena.Light("new bomb", 1.0);
        }
        catch (ObjectDisposedException)
        {
            throw new ShouldAssertException("The group takes no new tasks after Dispose. Cancel ends those that there are, and leaves the group as it is.");
        }

        Play(2.0);

        _printout.ShouldRead(
            ["0.0 s  old bomb burns", "1.0 s  old bomb is taken away", "2.0 s  new bomb burns", "3.0 s  new bomb explodes"],
            "After a Clear, new bombs can be lit.");
    }

    [Test, Order(8)]
    public void Clear_InAPause_TakesTheBombsAwayAtOnce()
    {
        _arena.Light("bomb", 9.0);
        Play(1.0);
        _arena.Pause();
        Play(1.0);
        _arena.Clear();
        Play(1.0);

        _printout.ShouldRead(
            ["0.0 s  bomb burns", "2.0 s  bomb is taken away"],
            "The world is paused, and then cleared at 2.0 s. What is cancelled ends, paused or not.");
    }

    // In frames of half a second.
    private void Play(double seconds)
    {
        for (double left = seconds; left > 0; left -= 0.5)
        {
            _scheduler.Tick(0.5);
        }
    }

    private void Print(string line) => _printout.Write(FormattableString.Invariant($"{_scheduler.Time:0.0} s  {line}"));
}
