using System.Runtime.ExceptionServices;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>
/// The game, from title to title. It knows nothing of terminals and of real time: whoever has a screen calls
/// <see cref="Tick"/> for each frame, and draws what is there.
/// </summary>
internal sealed class Game : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly IControlSource _source;
    private readonly Controls _controls = new();
    private readonly CoSignal _restart = new("restart");
    private readonly int _seed;
    private ExceptionDispatchInfo? _fault;

    internal Game(IControlSource source, FieldSize field, int seed, Action<Scheduler>? configure = null)
    {
        _source = source;
        _seed = seed;
        NextField = field;
        _scheduler = new Scheduler(new SchedulerOptions
        {
            Phases = Phases.All,
            ExceptionHandler = report => NoteFault(report.Exception),
            Configure = configure,
        });
        Hud = new Hud(_scheduler);
        StartVital(TakeControls(), "controls");
        StartVital(Play(), "game");
        StartVital(_controls.Whenever(Control.Quit, () => IsOver = true), "quit");
        StartVital(_controls.Whenever(Control.Profile, ToggleProfile), "profile");
    }

    /// <summary>How large the field of the next world is.</summary>
    internal FieldSize NextField { get; set; }

    internal Scene Scene { get; private set; }

    internal Hud Hud { get; }

    /// <summary>The present world, or the last one; null before the first.</summary>
    internal World? World { get; private set; }

    internal int Best { get; private set; }

    /// <summary>What the frames are spent on, while the player wants to know.</summary>
    internal FrameProfiler? Profile { get; private set; }

    internal long Frames => _scheduler.FrameCount;

    internal double Time => _scheduler.Time;

    /// <summary>The player wants to leave.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>One frame: everything that is due in it happens.</summary>
    /// <remarks>A coroutine that failed and that nobody awaits has its exception thrown here.</remarks>
    internal void Tick(double seconds)
    {
        _scheduler.Tick(seconds);
        _fault?.Throw();
    }

    /// <summary>Has something done at the end of each frame.</summary>
    internal void OnDraw(Action draw) => StartVital(Draw(draw), "draw");

    /// <summary>Closes the coroutines that are still running.</summary>
    /// <remarks>As in <see cref="Tick"/>, the exception of one that failed is thrown.</remarks>
    public void Dispose()
    {
        bool wasKnown = _fault is not null;
        _scheduler.Dispose();
        if (!wasKnown)
        {
            _fault?.Throw();
        }
    }

    private void ToggleProfile()
    {
        FrameProfiler? shown = Profile;
        Profile = shown is null ? new FrameProfiler(_scheduler) : null;
        shown?.Dispose();
    }

    private static IEnumerator<Awaitable> Draw(Action draw)
    {
        while (true)
        {
            yield return NextPhase(Phases.Draw);
            draw();
        }
    }

    private IEnumerator<Awaitable> Play()
    {
        Scene = Scene.Title;
        yield return _controls[Control.Fire].Next();

        for (int round = 0; ; round++)
        {
            // At the end of the round, with the block, all that lives in it ends.
            using var world = new World(_scheduler, _controls, Hud, NextField, _seed + round);
            World = world;
            Scene = Scene.Playing;
            CoTask pausing = CreateTask(PauseOnDemand(world), name: "pause");
            yield return FirstOf(world.Lost, _restart).Into(out var end);
            pausing.Cancel();

            Best = Math.Max(Best, Hud.Score);
            if (end.Result.Is(world.Lost))
            {
                Scene = Scene.Over;

                // Nobody begins anew by the key that they were still pressing in the fight.
                yield return Sleep(1.5);
                yield return _controls[Control.Fire].Next();
            }
        }
    }

    private IEnumerator<Awaitable> PauseOnDemand(World world)
    {
        while (true)
        {
            yield return _controls[Control.Pause].Next();
            world.All.Pause();
            Scene = Scene.Paused;
            yield return FirstOf(_controls[Control.Pause], _controls[Control.Restart]).Into(out var choice);
            if (choice.Result.Is(_controls[Control.Restart]))
            {
                _restart.Emit();
            }

            world.All.Resume();
            Scene = Scene.Playing;
        }
    }

    private IEnumerator<Awaitable> TakeControls()
    {
        while (true)
        {
            yield return NextPhase(Phases.Input);
            if (_source.Take(_scheduler.FrameCount) is not { } control)
            {
                continue;
            }

            // Those that would be heard by the ship are for the pause to ignore: whoever is woken in a paused group acts after it.
            bool isHeard = Scene != Scene.Paused || control is Control.Pause or Control.Restart or Control.Quit;
            if (isHeard)
            {
                _controls.Press(control);
            }
        }
    }

    /// <summary>Starts what the game cannot be without: if it fails, that is noticed in the same frame.</summary>
    private void StartVital(IEnumerator<Awaitable> coroutine, string name) =>
        _scheduler.CreateTask(coroutine, name).AddDoneCallback(task =>
        {
            if (!task.IsCancelled)
            {
                NoteFault(task.Exception);
            }
        });

    private void NoteFault(Exception? exception)
    {
        if (exception is not null && _fault is null)
        {
            _fault = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
