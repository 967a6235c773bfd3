namespace Coroutines.Tests.Ready;

/// <summary>A burst that needs several pages, beside two plain lists that are told to do the same.</summary>
public class ReadyQueuePagesTests
{
    private const int ItemsOnPage = 4096;

    private readonly ReadyQueue _queue = new();
    private readonly List<int> _ran = [];

    [TearDown]
    public void TearDown() => _queue.VerifyInvariants();

    [TestCase(ItemsOnPage - 1)]
    [TestCase(ItemsOnPage)]
    [TestCase(ItemsOnPage + 1)]
    [TestCase(3 * ItemsOnPage)]
    [TestCase((5 * ItemsOnPage) + 7)]
    public void RunBatch_OfABurst_RunsInTheOrderOfEntry(int count)
    {
        for (int round = 0; round < 3; round++)
        {
            _ran.Clear();
            EnqueueNumbers(0, count);
            _queue.Count.ShouldBe(count);

            _queue.RunBatch();

            _ran.ShouldBe(Enumerable.Range(0, count));
            _queue.IsEmpty.ShouldBeTrue();
            _queue.LetGo();
        }
    }

    [Test]
    public void WhatComesNext_IsKnown_OverTheEndOfAPage()
    {
        const int Count = (2 * ItemsOnPage) + 2;
        var items = new List<Probe>();
        for (int i = 0; i < Count; i++)
        {
            int number = i;
            items.Add(new Probe(() =>
            {
                (_queue.Running == items[number] && _queue.LeftInBatch == Count - 1 - number
                    && _queue.NextInBatch == (number + 1 < Count ? items[number + 1] : null)).ShouldBeTrue($"{number}");
            }));
            _queue.Enqueue(items[i]);
        }

        _queue.RunBatch();

        _queue.Running.ShouldBeNull();
        _queue.LeftInBatch.ShouldBe(0);
    }

    [TestCase(ItemsOnPage - 1)]
    [TestCase(ItemsOnPage)]
    [TestCase(2 * ItemsOnPage)]
    public void RunBatch_WhenAnItemLeavesTheLoop_AroundTheEndOfAPage_KeepsTheRestInOrder(int last)
    {
        EnqueueNumbers(0, last);
        _queue.Enqueue(new Probe(() =>
        {
            EnqueueNumbers(3 * ItemsOnPage, ItemsOnPage);
            throw new KeyboardInterruptException();
        }));
        EnqueueNumbers(last, (3 * ItemsOnPage) - last);

        Should.Throw<KeyboardInterruptException>(() => _queue.RunBatch());
        _queue.Running.ShouldBeNull();
        _queue.RunBatch();

        _ran.ShouldBe(Enumerable.Range(0, 4 * ItemsOnPage));
    }

    [Test]
    public void Burst_MakesNoLargeObject_AndItsPagesCanBeCollectedAfterIt()
    {
        const int Burst = 1_000_000;
        long before = LargeObjectBytes();
        EnqueueNothing(Burst);
        _queue.RunBatch();

        // What other tests have left may go meanwhile, or a little of it come; one array for all of these is not little.
        LargeObjectBytes().ShouldBeLessThan(before + Burst);

        long withPages = GC.GetTotalMemory(forceFullCollection: true);
        _queue.LetGo();
        (withPages - GC.GetTotalMemory(forceFullCollection: true)).ShouldBeGreaterThan(15_000_000);

        static long LargeObjectBytes()
        {
            GC.Collect();
            return GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3].SizeAfterBytes;
        }
    }

    [Test]
    public void RandomUse_IsAsThatOfTwoLists([Range(1, 12)] int seed)
    {
        var random = new Random(seed);
        var other = new ReadyQueue();
        var expected = new List<int>();
        var moved = new List<IRunnable>();
        var model = new List<IRunnable>();
        int made = 0;
        for (int turn = 0; turn < 60; turn++)
        {
            switch (random.Next(8))
            {
                case 0 or 1:
                    AddToBoth(random.Next(2) == 0 ? random.Next(10) : random.Next(3 * ItemsOnPage));
                    break;

                case 2 or 3:
                    RunBoth();
                    break;

                case 4:
                    int count = random.Next(model.Count + 2);
                    _queue.MoveTo(other, count);
                    moved.AddRange(model.Take(count));
                    model.RemoveRange(0, Math.Min(count, model.Count));
                    break;

                case 5:
                    _queue.Sort(KeyOf);
                    model = [.. model.OrderBy(KeyOf)];
                    break;

                case 6:
                    _queue.LetGo();
                    break;

                case 7 when model.Count > 0:
                    int place = random.Next(model.Count);
                    _queue.Remove(model[place]).ShouldBe(true);
                    model[model.IndexOf(model[place])] = Nothing.Instance;
                    break;
            }

            _queue.VerifyInvariants();
            _queue.Items().SequenceEqual(model).ShouldBeTrue($"seed {seed}, turn {turn}: what waits");
            _ran.SequenceEqual(expected).ShouldBeTrue($"seed {seed}, turn {turn}: what ran");
        }

        other.Items().ShouldBe(moved);

        static int KeyOf(IRunnable item) => item is Item { Number: var number } ? number % 3 : 0;

        void AddToBoth(int count)
        {
            for (int i = 0; i < count; i++)
            {
                var item = new Item(made++, _ran);
                _queue.Enqueue(item);
                model.Add(item);
            }
        }

        void RunBoth()
        {
            List<Item> batch = [.. model.OfType<Item>()];
            expected.AddRange(batch.Select(item => item.Number));
            model = [.. batch.Where(item => item.Number % 7 == 0)];
            foreach (Item item in batch)
            {
                item.Again = item.Number % 7 == 0 ? _queue : null;
            }

            _queue.RunBatch();
        }
    }

    private void EnqueueNumbers(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            _queue.Enqueue(new Item(i, _ran));
        }
    }

    private void EnqueueNothing(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _queue.Enqueue(Nothing.Instance);
        }
    }

    private sealed class Item(int number, List<int> ran) : IRunnable
    {
        internal int Number => number;

        internal ReadyQueue? Again { get; set; }

        public void Run()
        {
            ran.Add(number);
            Again?.Enqueue(this);
        }
    }
}
