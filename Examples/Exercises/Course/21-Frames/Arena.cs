using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A part of a game: its frames are made by whoever calls <c>scheduler.Tick(seconds)</c>.</summary>
public sealed class Arena(Scheduler scheduler, Action<string> print)
{
    // What runs in a group can be paused, slowed down and cancelled together. What is started by scheduler.CreateTask(...) is in none.
    private readonly CoGroup _world = new(scheduler, "world");

    /// <summary>Lights a bomb of the world: it prints the bomb's name and " burns", and after so many seconds of the world's time " explodes".</summary>
    public void Light(string bomb, double fuse)
    {
        // _world.CreateTask(Burn(bomb, fuse)) starts a coroutine of yours in the world.
    }

    /// <summary>Shows a text above the world: prints it, and after so many seconds the text and " is gone", whatever becomes of the world.</summary>
    public void Caption(string text, double seconds)
    {
    }

    /// <summary>The world stands still; the captions go on.</summary>
    public void Pause()
    {
    }

    /// <summary>The world goes on as it was before the pause.</summary>
    public void Resume()
    {
    }

    /// <summary>From now on the world's time has this speed: 0.5 is half of it, 1 the usual one. Holds for what burns already, too.</summary>
    public void SetSpeed(double speed)
    {
    }

    /// <summary>Takes all bombs away that burn: each prints its name and " is taken away". New ones can be lit after that.</summary>
    public void Clear()
    {
    }

    private IEnumerator<Awaitable> Burn(string bomb, double fuse)
    {
        print($"{bomb} burns");
        yield break;
    }
}
