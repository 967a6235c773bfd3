using static Coroutines.Awaitable;

namespace Coroutines.Tests.Queues;

/// <summary>Once everything is warm, a queue costs no memory.</summary>
public class QueueAllocationTests
{
    private const int Warm = 200;
    private const int Counted = 1000;

    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void PingPong_AllocatesNothing()
    {
        var left = new CoQueue<string>(1);
        var right = new CoQueue<string>(1);
        _rig.Start(Pong());
        _rig.Run<long>(Ping()).ShouldBe(0);

        IEnumerator<Awaitable> Ping()
        {
            long before = 0;
            int served = 0;
            for (int i = 0; i < Warm + Counted; i++)
            {
                before = i == Warm ? Allocated : before;
                yield return left.Put("ball");
                Awaitable<string> get = right.Get();
                yield return get;
                served += get.Result.Length;
            }

            long bytes = Allocated - before;
            served.ShouldBe((Warm + Counted) * "ball".Length);
            yield return Return(bytes);
        }

        IEnumerator<Awaitable> Pong()
        {
            while (true)
            {
                yield return left.Get().Into(out var ball);
                yield return right.Put(ball.Result);
            }
        }
    }

    [TestCaseSource(nameof(Queues))]
    public void FullQueue_ReadToItsEnd_AllocatesNothing(CoQueue<int> queue)
    {
        _rig.Start(Produce(1));
        _rig.Start(Produce(2));
        _rig.Run<long>(Consume()).ShouldBe(0);

        IEnumerator<Awaitable> Produce(int first)
        {
            for (int i = 0; ; i++)
            {
                yield return queue.Put(first + (i % 7));
            }
        }

        IEnumerator<Awaitable> Consume()
        {
            long before = 0;
            QueueReader<int> items = queue.ReadAll();
            for (int i = 0; i < Warm + Counted; i++)
            {
                before = i == Warm ? Allocated : before;
                yield return items.Next();
                queue.TaskDone();
            }

            yield return Return(Allocated - before);
        }
    }

    private static IEnumerable<TestCaseData> Queues =>
    [
        new TestCaseData(new CoQueue<int>(3)).SetArgDisplayNames("FIFO"),
        new TestCaseData(new CoLifoQueue<int>(3)).SetArgDisplayNames("LIFO"),
        new TestCaseData(new CoPriorityQueue<int>(3)).SetArgDisplayNames("priority"),
    ];

    private static long Allocated => GC.GetAllocatedBytesForCurrentThread();
}
