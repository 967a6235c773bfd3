namespace Coroutines;

/// <summary>What a <see cref="Transport"/> hands its bytes and its news to: asyncio's <c>BufferedProtocol</c>.</summary>
internal interface IProtocol
{
    /// <summary>Where to put what arrives.</summary>
    Memory<byte> RoomForMore();

    /// <summary>So many bytes have arrived there; 0 for none.</summary>
    void Received(int count);

    /// <summary>The peer sends nothing more.</summary>
    void EndReceived();

    /// <summary>The peer takes less than is written.</summary>
    void PauseWriting();

    /// <summary>What was queued is sent, or nearly.</summary>
    void ResumeWriting();

    /// <summary>The connection is over; the last call.</summary>
    /// <param name="error">What ended it; null if it was closed.</param>
    void ConnectionLost(Exception? error);
}
