using Coroutines.Examples.Starfall;
using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

/// <summary>A game that a test plays frame by frame.</summary>
internal sealed class GameRun : IDisposable
{
    internal const double FrameTime = 1.0 / 60;

    internal GameRun(string keys = "1 Fire", int seed = 1)
    {
        Game = new Game(new RecordedControls(keys), Recording.Field, seed);
    }

    internal Game Game { get; }

    internal World World => Game.World!;

    internal Ship Ship => World.Ship;

    /// <summary>Goes on up to the end of a frame.</summary>
    internal GameRun To(long frame)
    {
        while (Game.Frames < frame)
        {
            Game.Tick(FrameTime);
        }

        return this;
    }

    /// <summary>What the world is like, without the words that are written over it.</summary>
    internal string WorldState() => string.Join('\n', GameReport.Of(Game).Skip(1).Take(6));

    public void Dispose() => Game.Dispose();
}
