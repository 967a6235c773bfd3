using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>A network of one host with several addresses, each of which answers after a while as it was told to.</summary>
/// <param name="addresses">The addresses; how long each takes, in seconds; and its error, null where it accepts.</param>
internal sealed class ScriptedNetwork(params (string Address, double Seconds, SocketError? Error)[] addresses) : Network
{
    private const int Port = 80;

    private readonly List<string> _trace = [];

    /// <summary>Which addresses were tried, and when.</summary>
    internal IReadOnlyList<string> Trace => _trace;

    /// <summary>How many connections there are that nobody has closed.</summary>
    internal int OpenConduits { get; private set; }

    /// <summary>How many there were at the end, before the scheduler has closed them.</summary>
    internal int LeftOpen { get; private set; }

    /// <summary>When that was.</summary>
    internal double Time { get; private set; }

    internal void LookAtTheEnd(double time)
    {
        LeftOpen = OpenConduits;
        Time = time;
    }

    internal IPEndPoint Address(int index) => new(IPAddress.Parse(addresses[index].Address), Port);

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address) => throw new NotSupportedException("Nobody asks for a name here.");

    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        yield return Return(Enumerable.Range(0, addresses.Length).Select(Address).ToArray());
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{scheduler.Time} {remote}"));
        (string _, double seconds, SocketError? error) = addresses.Single(script => IPAddress.Parse(script.Address).Equals(((IPEndPoint)remote).Address));
        yield return Sleep(seconds);
        if (error is { } refused)
        {
            throw new SocketException((int)refused);
        }

        OpenConduits++;
        yield return Return<Conduit>(new SilentConduit(this, remote));
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options) => throw new NotSupportedException();

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        throw new NotSupportedException("Nobody sends datagrams here.");

    private sealed class SilentConduit(ScriptedNetwork network, EndPoint remote) : Conduit
    {
        internal override EndPoint RemoteEndPoint => remote;

        internal override void Watch(Interest interest)
        {
        }

        internal override int TryReceive(Span<byte> room) => -1;

        internal override int TrySend(ReadOnlySpan<byte> bytes) => 0;

        internal override void ShutdownSend()
        {
        }

        internal override void Close() => network.OpenConduits--;
    }
}
