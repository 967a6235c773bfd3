using static Coroutines.Awaitable;

namespace Coroutines.Tests.Queues;

public class CoPriorityQueueTests
{
    private readonly Rig _rig = new();
    private readonly Touchy _comparer = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Items_ComeInTheOrderOfTheComparer()
    {
        var random = new Random(1);
        int[] items = [.. Enumerable.Range(0, 500).Select(_ => random.Next(100))];
        var queue = new CoPriorityQueue<int>(comparer: Comparer<int>.Create((left, right) => right - left));
        foreach (int item in items)
        {
            queue.PutNoWait(item);
        }

        items.Select(_ => queue.GetNoWait()).ToArray().ShouldBe(items.OrderDescending());
    }

    [Test]
    public void ComparerThatThrows_AtAnyMoment_LosesNothing()
    {
        for (int fuse = 0; fuse < 40; fuse++)
        {
            var queue = new CoPriorityQueue<int>(comparer: _comparer);
            _comparer.Fuse = int.MaxValue;
            int[] items = [8, 3, 5, 1, 9, 2, 7, 4, 6, 0];
            foreach (int item in items)
            {
                queue.PutNoWait(item);
            }

            _comparer.Fuse = fuse;
            List<int> got = [];
            for (int i = 0; got.Count < items.Length; i++)
            {
                try
                {
                    got.Add(queue.GetNoWait());
                }
                catch (IOException)
                {
                    queue.Count.ShouldBe(items.Length - got.Count);
                }
            }

            got.ShouldBe([.. items.Order()], customMessage: $"with a comparer that throws at comparison {fuse}");
        }
    }

    [Test]
    public void ComparerThatThrowsInAPut_FailsThatPutAndLeavesTheQueueAsItWas()
    {
        var queue = new CoPriorityQueue<int>(comparer: _comparer);
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        _comparer.Fuse = 0;
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(queue.Put(0), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<IOException>();
            queue.Count.ShouldBe(2);
            queue.Unfinished.ShouldBe(2);
            queue.GetNoWait().ShouldBe(1);
        }
    }

    [Test]
    public void ComparerThatThrowsInAWokenGet_PassesTheWakeUpOn()
    {
        var queue = new CoPriorityQueue<int>(comparer: _comparer);
        CoTask<int> first = _rig.Start<int>(Get());
        CoTask<int> second = _rig.Start<int>(Get());
        _rig.Iterate();
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        queue.PutNoWait(3);
        first.Cancel();
        second.Cancel();
        CoTask<int> third = _rig.Start<int>(Get());
        _rig.Iterate(2);
        third.Result.ShouldBe(1);

        CoTask<int> failing = _rig.Start<int>(Get());
        CoTask<int> next = _rig.Start<int>(Get());
        queue.GetNoWait();
        queue.GetNoWait();
        _rig.Iterate();
        queue.PutNoWait(4);
        queue.PutNoWait(5);
        queue.PutNoWait(6);
        _comparer.Fuse = 0;
        _rig.Iterate();
        Should.Throw<IOException>(() => failing.Result);
        next.Result.ShouldBe(4);

        IEnumerator<Awaitable> Get()
        {
            yield return queue.Get().Into(out var item);
            yield return Return(item.Result);
        }
    }

    [Test]
    public void ComparerThatThrowsInAWokenPut_PassesTheWakeUpOn()
    {
        var queue = new CoPriorityQueue<int>(2, _comparer);
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        CoTask failing = _rig.Start(Put(3));
        CoTask next = _rig.Start(Put(4));
        _rig.Iterate();
        queue.GetNoWait();
        _comparer.Fuse = 0;
        _rig.Iterate(2);
        Should.Throw<IOException>(() => failing.Result);
        next.IsDone.ShouldBeTrue();
        queue.Count.ShouldBe(2);

        IEnumerator<Awaitable> Put(int item)
        {
            yield return queue.Put(item);
        }
    }

    /// <summary>Throws once, after some comparisons.</summary>
    private sealed class Touchy : IComparer<int>
    {
        internal int Fuse { get; set; } = int.MaxValue;

        public int Compare(int x, int y)
        {
            if (Fuse-- == 0)
            {
                Fuse = int.MaxValue;
                throw new IOException("cannot be compared");
            }

            return x - y;
        }
    }
}
