using System.Diagnostics;
using System.Net;

namespace Coroutines;

[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class CoStream
{
    /// <summary>What a debugger shows below it; the stream's own properties would make what they tell of.</summary>
    private sealed class DebugView(CoStream stream)
    {
        public EndPoint? LocalEndPoint => stream.LocalEndPoint;

        public EndPoint? RemoteEndPoint => stream.RemoteEndPoint;

        public int UnreadBytes => stream.Buffered;

        public int UnsentBytes => stream.WriteBufferSize;

        public bool HasEnded => stream._hasEnded;

        public Exception? Error => stream._error?.SourceException;

        public CoTask? Reader => stream.Reader;

        public CoTask[] Writers => [.. TasksOf(stream._drainLine), .. TasksOf(stream._writeLine)];

        private static List<CoTask> TasksOf(OpenLine? line) => line?.Queue.ToList() ?? [];
    }
}
