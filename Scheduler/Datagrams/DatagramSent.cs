namespace Coroutines;

/// <summary>
/// What a Send returns whose datagram is sent or queued: a task that yields it waits while too much is queued. It serves all sends of an
/// endpoint.
/// </summary>
internal sealed class DatagramSent(CoDatagram endpoint) : AwaitableSource
{
    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (endpoint.IsWritingPaused)
        {
            return new Awaitable(endpoint.SendLine);
        }

        // The network takes all that it is given, and loses what is too much: one who sends in a loop would never come to wait.
        return endpoint.Scheduler.Sockets.Turns.IsOver(task.Scheduler, out Awaitable pause) ? pause : Passed();
    }

    /// <summary>For reports.</summary>
    public override string ToString() => $"Send of {endpoint.Describe()}";
}
