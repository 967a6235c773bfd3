using System.Net.Sockets;

namespace Coroutines;

/// <summary>A <see cref="CoStream.Drain"/>. It serves one stream after the other: mostly it ends at once, and most streams wait for data.</summary>
internal sealed class StreamDrain : Operation
{
    private const int MostSpares = 16;

    /// <summary>The stream of the present call.</summary>
    internal CoStream? Stream { get; set; }

    private protected override string Name => Stream is null ? "Drain" : $"Drain of {Stream.Describe()}";

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        CoStream stream = Stream!;
        stream.ThrowIfBroken();
        return stream.IsClosing ? new Awaitable(new LateDrainFrame(stream))
            : stream.IsWritingPaused ? stream.DrainLine.Join(this, task)
            : End();
    }

    private protected override Awaitable Resume(WaiterQueue line, CoTask task)
    {
        Stream!.ThrowIfBroken();
        return End();
    }

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel) => Refused(cancel);

    private Awaitable End()
    {
        Spares<StreamDrain> spares = Stream!.Scheduler.Drains;
        Stream = null;
        spares.Keep(this, MostSpares);
        return Passed();
    }

    /// <summary>As in asyncio, a drain of a stream that closes yields once before it looks: so that a loop of writes hears of the end.</summary>
    private sealed class LateDrainFrame(CoStream stream) : PlainFrame
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
            return stream.IsLost
                ? Awaitable.Failure(new SocketException((int)SocketError.ConnectionReset))
                : new Awaitable(stream.DrainLine);
        }

        internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);
    }
}
