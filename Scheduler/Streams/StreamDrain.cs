using System.Net.Sockets;

namespace Coroutines;

/// <summary>A <see cref="CoStream.Drain"/>.</summary>
internal sealed class StreamDrain(CoStream stream) : Operation
{
    private protected override string Name => $"Drain of {stream.Describe()}";

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        stream.ThrowIfBroken();
        return stream.IsClosing ? new Awaitable(new LateDrainFrame(this)) : Wait(task);
    }

    /// <summary>Waits while the peer takes less than is written.</summary>
    internal Awaitable Wait(CoTask task)
    {
        if (stream.IsLost)
        {
            return Refused(Lost());
        }

        return stream.IsWritingPaused ? stream.DrainLine.Join(this, task) : End();
    }

    private protected override Awaitable Resume(WaiterQueue line, CoTask task)
    {
        stream.ThrowIfBroken();
        return End();
    }

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel) => Refused(cancel);

    private Awaitable End()
    {
        stream.Spares.Keep(this);
        return Passed();
    }

    private static SocketException Lost() => new((int)SocketError.ConnectionReset);

    /// <summary>As in asyncio, a drain of a stream that closes yields once before it looks: so that a loop of writes hears of the end.</summary>
    private sealed class LateDrainFrame(StreamDrain drain) : PlainFrame
    {
        private bool _hasYielded;

        internal override Awaitable Start(CoTask task) => Awaitable.Yield();

        internal override Awaitable Resume(CoTask task)
        {
            if (_hasYielded)
            {
                return Completed;
            }

            _hasYielded = true;
            return drain.Wait(task);
        }

        internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);
    }
}
