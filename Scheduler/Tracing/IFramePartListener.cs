namespace Coroutines;

/// <summary>A listener of the library's own that is told of the parts of frames too.</summary>
internal interface IFramePartListener : IFrameListener
{
    /// <summary>A frame goes on with its next part, after what the host has done in between.</summary>
    void OnFrameGoingOn();
}
