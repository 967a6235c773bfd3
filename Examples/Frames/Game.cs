using static Coroutines.Awaitable;

namespace Coroutines.Examples.Frames;

/// <summary>
/// The game: a few coroutines and what they change. It knows nothing of terminals and of real time; whoever has a
/// screen calls <see cref="Tick"/> for each frame and draws what is there.
/// </summary>
internal sealed class Game : IDisposable
{
    internal const double Length = 8;

    private const double SpawnInterval = 0.5;
    private const double BallLifetime = 3;
    private const int Crowd = 5;

    private readonly Scheduler _scheduler;

    internal Game(int width, int height, SchedulerOptions options)
    {
        Width = width;
        Height = height;
        _scheduler = new Scheduler(options);

        // They begin in the first Tick, and run side by side from then on.
        _scheduler.CreateTask(SpawnBalls());
        _scheduler.CreateTask(CountDown());
        _scheduler.CreateTask(WatchTheCrowd());
    }

    internal int Width { get; }

    internal int Height { get; }

    internal List<Ball> Balls { get; } = [];

    internal int BallsSoFar { get; private set; }

    internal string Headline { get; private set; } = "";

    internal string Notice { get; private set; } = "";

    internal int Frames { get; private set; }

    internal double Time => _scheduler.Time;

    internal bool IsOver { get; private set; }

    /// <summary>One frame: everything that is due in it happens.</summary>
    internal void Tick(double seconds)
    {
        Frames++;
        _scheduler.Tick(seconds);
    }

    /// <summary>Closes the coroutines that are still running.</summary>
    public void Dispose() => _scheduler.Dispose();

    // Sleeps are measured in the game's time. They end at their exact moment, also between two frames, so that the
    // balls come every half second whatever the frame rate is.
    private IEnumerator<Awaitable> SpawnBalls()
    {
        while (!IsOver)
        {
            BallsSoFar++;
            CreateTask(new Ball(this, BallsSoFar, BallLifetime).Live(), name: $"ball {BallsSoFar}");
            yield return Sleep(SpawnInterval);
        }
    }

    private IEnumerator<Awaitable> CountDown()
    {
        for (int left = (int)Length; left > 0; left--)
        {
            Headline = $"{left} s left";
            yield return Sleep(1.0);
        }

        Headline = "The end";
        IsOver = true;
    }

    // Asked at the end of each frame: for what nobody announces.
    private IEnumerator<Awaitable> WatchTheCrowd()
    {
        yield return WaitUntil(() => Balls.Count >= Crowd);
        Notice = $"{Crowd} balls at a time!";
        yield return Sleep(1.5);
        Notice = "";
    }
}
