namespace Coroutines.Examples.Starfall.Logic;

/// <summary>The parts of a frame.</summary>
internal static class Phases
{
    /// <summary>A key is taken, and heard by whoever waits for it.</summary>
    internal static readonly FramePhase Input = new("input");

    /// <summary>
    /// Whatever can hit something moves, in steps so small that nothing jumps over anything, however long the frame is.
    /// </summary>
    internal static readonly FramePhase Motion = FramePhase.Fixed("motion", 0.01, maxSteps: 20);

    /// <summary>The picture is drawn: nothing changes any more in this frame.</summary>
    internal static readonly FramePhase Draw = new("draw");

    /// <summary>In between, in the update, enemies decide what they do, and tweens go on.</summary>
    internal static IReadOnlyList<FramePhase> All { get; } = [Input, Motion, FramePhase.Update, Draw];
}
