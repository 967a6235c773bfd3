namespace Coroutines;

/// <summary>An <see cref="IStepListener"/> that is told of frames as well, in a game loop.</summary>
/// <remarks>While one listens, a frame in which nothing can happen is run as any other.</remarks>
public interface IFrameListener : IStepListener
{
    /// <summary>A frame begins: the steps that come next are its own, until <see cref="OnFrame"/>.</summary>
    /// <param name="number">Which one: <see cref="Scheduler.FrameCount"/> in it.</param>
    /// <remarks>As of <see cref="IStepListener.OnStep"/>.</remarks>
    void OnFrameBeginning(long number);

    /// <summary>A frame is over.</summary>
    /// <param name="frame">Which one, and how long it took.</param>
    /// <remarks>As of <see cref="IStepListener.OnStep"/>.</remarks>
    void OnFrame(in FrameEvent frame);
}
