namespace Coroutines;

/// <summary>A <see cref="CoDatagram.Receive"/>: takes the next datagram, and waits before that while there is none.</summary>
internal sealed class DatagramReceive(CoDatagram endpoint) : ResultOperation<Datagram>
{
    private protected override string Name => $"Receive of {endpoint.Describe()}";

    internal override Awaitable Begin(CoTask task, long version) => TryOpen(version) ? Try(task) : RefuseSecond(task);

    private protected override Awaitable Resume(WaiterQueue line, CoTask task) => Try(task);

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel)
    {
        if (State == WaiterState.Woken)
        {
            // What it was woken for is there for the next one.
            endpoint.WakeReceiver();
        }

        return Fail(cancel);
    }

    private protected override void Recycle() => endpoint.Keep(this);

    private Awaitable Try(CoTask task)
    {
        try
        {
            return endpoint.TryTake(out Datagram datagram) ? Succeed(task, datagram) : endpoint.ReceiveLine.Join(this, task);
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }
}
