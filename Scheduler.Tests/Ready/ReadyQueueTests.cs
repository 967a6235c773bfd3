namespace Coroutines.Tests.Ready;

public class ReadyQueueTests
{
    private readonly ReadyQueue _queue = new();
    private readonly List<int> _ran = [];

    [TearDown]
    public void TearDown() => _queue.VerifyInvariants();

    [Test]
    public void RunBatch_OverSeveralGrowths_RunsInTheOrderOfEntry()
    {
        EnqueueNumbers(0, 5_000);

        _queue.RunBatch();

        _ran.ShouldBe(Enumerable.Range(0, 5_000));
        _queue.Count.ShouldBe(0);
    }

    [Test]
    public void Enqueue_WhenItemsWrapAroundTheEndOfTheRing_KeepsTheirOrder()
    {
        // The head stands in the middle of the ring before it fills and grows.
        EnqueueNumbers(0, 40);
        _queue.RunBatch();
        EnqueueNumbers(40, 200);

        _queue.RunBatch();

        _ran.ShouldBe(Enumerable.Range(0, 240));
    }

    [Test]
    public void RunBatch_WhenItemsAddItems_LeavesThoseForTheNextBatch()
    {
        for (int i = 0; i < 100; i++)
        {
            int number = i;
            _queue.Enqueue(new Probe(() =>
            {
                _ran.Add(number);
                _queue.Enqueue(new Probe(() => _ran.Add(100 + number)));
            }));
        }

        _queue.RunBatch();
        _ran.ShouldBe(Enumerable.Range(0, 100));
        _queue.Count.ShouldBe(100);

        _queue.RunBatch();
        _ran.ShouldBe(Enumerable.Range(0, 200));
    }

    [Test]
    public void RunBatch_WhenItemsAddThemselves_RunsEachOncePerBatchInTheSameOrder()
    {
        // For long enough that any ring goes round many times, at a load that changes.
        var expected = new List<int>();
        for (int i = 0; i < 90; i++)
        {
            int number = i;
            int left = 20 + i;
            Probe? again = null;
            again = new Probe(() =>
            {
                _ran.Add(number);
                if (--left > 0)
                {
                    _queue.Enqueue(again!);
                }
            });
            _queue.Enqueue(again);
        }

        for (int batch = 0; batch < 120; batch++)
        {
            _queue.RunBatch();
            expected.AddRange(Enumerable.Range(0, 90).Where(number => batch < 20 + number));
        }

        _ran.ShouldBe(expected);
        _queue.Count.ShouldBe(0);
    }

    [Test]
    public void RunBatch_WhenAnItemThrows_KeepsTheRestInOrder()
    {
        EnqueueNumbers(0, 3);
        _queue.Enqueue(new Probe(() =>
        {
            EnqueueNumbers(6, 1);
            throw new KeyboardInterruptException();
        }));
        EnqueueNumbers(3, 3);

        Should.Throw<KeyboardInterruptException>(() => _queue.RunBatch());
        _ran.ShouldBe([0, 1, 2]);
        _queue.Count.ShouldBe(4);
        _queue.Running.ShouldBeNull();

        _queue.RunBatch();
        _ran.ShouldBe(Enumerable.Range(0, 7));
    }

    [Test]
    public void Running_InsideAnItemThatMakesTheQueueGrow_StaysThatItem()
    {
        Probe? outer = null;
        var seen = new List<bool>();
        outer = new Probe(() =>
        {
            seen.Add(ReferenceEquals(_queue.Running, outer));
            EnqueueNumbers(0, 300);
            seen.Add(ReferenceEquals(_queue.Running, outer));
        });
        _queue.Enqueue(outer);

        _queue.Running.ShouldBeNull();
        _queue.RunBatch();

        seen.ShouldBe([true, true]);
        _queue.Running.ShouldBeNull();
    }

    [Test]
    public void RunBatch_WithAnObserver_TellsItOfEachItemAroundItsRun()
    {
        var log = new List<string>();
        var first = new Probe(() => log.Add("a"));
        var second = new Probe(() => log.Add("b"));
        _queue.Enqueue(first);
        _queue.Enqueue(second);

        _queue.RunBatch(new Observer(item => log.Add(item == first ? "(" : "["), item => log.Add(item == first ? ")" : "]")));

        string.Concat(log).ShouldBe("(a)[b]");
    }

    [Test]
    public void MoveTo_WithACount_MovesThatManyFromTheHeadToTheTailOfTheOther()
    {
        var other = new ReadyQueue();
        other.Enqueue(new Probe(() => _ran.Add(-1)));
        EnqueueNumbers(0, 5);

        _queue.MoveTo(other, 3);
        other.RunBatch();
        _ran.ShouldBe([-1, 0, 1, 2]);

        _queue.RunBatch();
        _ran.ShouldBe([-1, 0, 1, 2, 3, 4]);
    }

    [Test]
    public void Clear_WithItems_EmptiesTheQueueAndLetsItGoOn()
    {
        EnqueueNumbers(0, 100);
        _queue.Clear();
        _queue.Count.ShouldBe(0);

        EnqueueNumbers(7, 2);
        _queue.Items().Count().ShouldBe(2);
        _queue.RunBatch();
        _ran.ShouldBe([7, 8]);
    }

    private void EnqueueNumbers(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            int number = i;
            _queue.Enqueue(new Probe(() => _ran.Add(number)));
        }
    }

    private sealed class Observer(Action<IRunnable> starting, Action<IRunnable> finished) : IStepObserver
    {
        public void Starting(IRunnable item) => starting(item);

        public void Finished(IRunnable item) => finished(item);
    }
}
