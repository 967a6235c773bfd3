namespace Coroutines;

/// <summary>Where what happens outside comes from, and where the loop waits for it.</summary>
internal interface IEventSource
{
    /// <summary>Whether there is something to ask the system, or to tell it.</summary>
    bool HasWork { get; }

    /// <summary>Whether a connection in memory is ready that has not had its share of this frame.</summary>
    bool HasMoreInMemory { get; }

    /// <summary>How much has come from it so far.</summary>
    long ServedCount { get; }

    /// <summary>A frame begins, in which it has its share.</summary>
    void BeginFrame();

    /// <summary>A run begins, in which it has no limit.</summary>
    void LeaveFrames();

    /// <summary>Looks what has happened, while there are other things to do.</summary>
    void Glance();

    /// <summary>Looks what has happened, waiting at most so many seconds, and queues those who wait for it.</summary>
    void Poll(double seconds);
}
