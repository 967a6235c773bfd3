using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

/// <summary>A socket that cannot be waited for, while the loop has nothing else to do and real time to wait.</summary>
[Category("RealTime")]
public sealed class RefusedSocketTests
{
    [TestCase(SelectorKind.Default)]
    [TestCase(SelectorKind.Portable)]
    public void ClosedSocket_WithNothingElseToDo_FailsAtOnce(SelectorKind kind)
    {
        var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Dispose();
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Readable(closed), out Outcome outcome);
            yield return Return(outcome.Exception);
        }

        // The test runner's own limit ends a loop that waits here for ever.
        Scheduler.Run<Exception?>(Main(), new SchedulerOptions { Selector = kind }).ShouldBeOfType<ObjectDisposedException>();
    }
}
