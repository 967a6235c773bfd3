using System.Diagnostics;
using System.Net;

namespace Coroutines;

[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class CoServer
{
    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(CoServer server)
    {
        public EndPoint[] EndPoints => [.. server.EndPoints];

        public bool IsServing => server.IsServing;

        public CoStream[] Connections => [.. server.Connections().Select(static connection => connection.Stream)];

        public CoTask[] Handlers => [.. server.Handlers()];

        public CoTask[] Waiters => [.. server._line.Queue.ToList()];
    }
}
