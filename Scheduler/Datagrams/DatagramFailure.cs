namespace Coroutines;

/// <summary>
/// What became of a datagram that could not be sent. asyncio tells its protocol; here one hears of it who yields what the Send has returned, or
/// else the next one to receive.
/// </summary>
internal sealed class DatagramFailure(Exception exception) : AwaitableSource
{
    /// <summary>Whether somebody has heard of it.</summary>
    internal bool IsTold { get; private set; }

    /// <summary>Tells it.</summary>
    internal Exception Tell()
    {
        IsTold = true;
        return exception;
    }

    internal override Awaitable Begin(CoTask task, long argument) => Refused(Tell());

    /// <summary>For reports.</summary>
    public override string ToString() => $"Send that has failed: {exception.Message}";
}
