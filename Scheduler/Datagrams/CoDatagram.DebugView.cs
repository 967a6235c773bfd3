using System.Diagnostics;
using System.Net;

namespace Coroutines;

[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class CoDatagram
{
    /// <summary>What a debugger shows below it; the endpoint's own properties would make what they tell of.</summary>
    private sealed class DebugView(CoDatagram endpoint)
    {
        public EndPoint LocalEndPoint => endpoint.LocalEndPoint;

        public EndPoint? RemoteEndPoint => endpoint.RemoteEndPoint;

        public Datagram[] Arrived => [.. endpoint._arrived];

        public long DroppedCount => endpoint.DroppedCount;

        public int UnsentBytes => endpoint.WriteBufferSize;

        public CoTask[] Receivers => [.. endpoint._receiveLine?.Queue.ToList() ?? []];
    }
}
