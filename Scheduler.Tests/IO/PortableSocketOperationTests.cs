using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

internal sealed class PortableSocketOperationTests : SocketOperationContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;

    // A look costs as much as there are sockets: so not one in each iteration.
    [Test]
    public void Iterations_BesideManyIdleSockets_SeldomAskForThem()
    {
        const int Sockets = 200;
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var scheduler = Scheduler.Current;
            CoTask[] idle = [.. Enumerable.Range(0, Sockets).Select(_ => CreateTask(Yield(Readable(Pair().Near))))];
            yield return null;
            yield return null;
            long asked = scheduler.Sockets.AskedCount;
            for (int i = 0; i < 1000; i++)
            {
                yield return null;
            }

            (scheduler.Sockets.AskedCount - asked).ShouldBeLessThan(500);
            Array.ForEach(idle, task => task.Cancel());
        }
    }
}
