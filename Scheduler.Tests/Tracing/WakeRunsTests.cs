namespace Coroutines.Tests.Tracing;

/// <summary>Who has put what into the ready queue, held against items that know it themselves.</summary>
internal sealed class WakeRunsTests
{
    private const int Rounds = 200;

    private readonly ReadyQueue _ready = new();
    private readonly WakeRuns _runs = new();
    private readonly Watch _watch;

    public WakeRunsTests() => _watch = new Watch(_runs);

    [Test]
    public void EachItem_IsKnownToHaveBeenPutThereByWhoHas([Values(1, 2, 3)] int seed, [Values] bool fromOutside)
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = random.Next(4); i > 0; i--)
            {
                Add(null, random);
            }

            _ready.RunBatch(_watch);
        }

        _watch.Seen.ShouldBeGreaterThan(Rounds);

        void Add(Item? by, Random random) => _ready.Enqueue(new Item(by, self =>
        {
            _watch.ShouldHaveBeenPutThereBy(self.By);
            if (random.Next(3) == 0)
            {
                // As who yields: nobody else has put him there.
                self.By = null;
                _ready.Enqueue(self);
                return;
            }

            for (int i = random.Next(3) * random.Next(2); i > 0 && _ready.Count < 100; i--)
            {
                Add(self, random);
            }

            if (fromOutside && random.Next(4) == 0)
            {
                Add(null, random);
                _runs.NoteArrived(_ready, self, 1);
                Add(self, random);
            }
        }));
    }

    [Test]
    public void ManySteps_ThatHaveEachPutOneThere_AreAllKnown()
    {
        for (int i = 0; i < 100; i++)
        {
            _ready.Enqueue(new Item(null, self => _ready.Enqueue(new Item(self, next => _watch.ShouldHaveBeenPutThereBy(next.By)))));
        }

        _ready.RunBatch(_watch);
        _ready.RunBatch(_watch);
        _watch.Seen.ShouldBe(100);
    }

    [Test]
    public void Batch_ThatSomebodyPutsIntoAnotherOrder_IsFollowed([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        _watch.Arrange = ready =>
        {
            for (int i = ready.Count - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (ready[i], ready[other]) = (ready[other], ready[i]);
            }

            if (ready.Count > 2)
            {
                ready.PostponeLast(random.Next(3));
            }
        };
        for (int i = 0; i < 5; i++)
        {
            Add(null);
        }

        for (int round = 0; round < Rounds; round++)
        {
            _ready.RunBatch(_watch);
        }

        _watch.Seen.ShouldBeGreaterThan(Rounds);

        void Add(Item? by) => _ready.Enqueue(new Item(by, self =>
        {
            _watch.ShouldHaveBeenPutThereBy(self.By);
            for (int i = _ready.Count > 20 ? 0 : random.Next(4); i > 0; i--)
            {
                Add(self);
            }

            if (_ready.Count == 0)
            {
                Add(self);
            }
        }));
    }

    [Test]
    public void Batch_OfWhichAPartIsLeft_IsNoLongerKnown_AndTheNextOneIs()
    {
        _ready.Enqueue(new Item(null, self =>
        {
            _ready.Enqueue(new Item(self, _ => _watch.ShouldHaveBeenPutThereBy(null)));
            _ready.Enqueue(new Item(self, _ => _watch.ShouldHaveBeenPutThereBy(null)));
        }));
        _ready.Enqueue(new Item(null, static _ => throw new KeyboardInterruptException()));
        _ready.Enqueue(new Item(null, _ => _watch.ShouldHaveBeenPutThereBy(null)));
        Should.Throw<KeyboardInterruptException>(() => _ready.RunBatch(_watch));
        _ready.Enqueue(new Item(null, self =>
        {
            _ready.Enqueue(new Item(self, next => _watch.ShouldHaveBeenPutThereBy(next.By)));
        }));

        _ready.RunBatch(_watch);
        _watch.Seen.ShouldBe(3);
        _ready.RunBatch(_watch);
        _watch.Seen.ShouldBe(4);
    }

    [Test]
    public void Batch_OfAnotherQueue_IsNotKnown_AndNotTakenForThisOne()
    {
        Item first = AddsTwo();
        _ready.Enqueue(first);
        _ready.Enqueue(AddsTwo());
        _ready.RunBatch(_watch);
        _runs.BeginBatch(_ready);
        _runs.Take().ShouldBeSameAs(first);
        _runs.Forget();
        _runs.Take().ShouldBeNull();
        _runs.Take().ShouldBeNull();

        Item AddsTwo() => new(null, self =>
        {
            _ready.Enqueue(new Item(self, static _ => { }));
            _ready.Enqueue(new Item(self, static _ => { }));
        });
    }

    private sealed class Item(Item? by, Action<Item> run) : IRunnable
    {
        internal Item? By { get; set; } = by;

        public void Run() => run(this);

        public void HandleFault(Exception exception) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>Takes and notes as a feed does.</summary>
    private sealed class Watch(WakeRuns runs) : IStepObserver
    {
        private ReadyQueue _ready = null!;
        private IRunnable? _by;

        internal Action<ReadyQueue>? Arrange { get; set; }

        internal int Seen { get; private set; }

        public bool ArrangesBatches => Arrange is not null;

        public void BeginningBatch(ReadyQueue ready)
        {
            _ready = ready;
            runs.BeginBatch(ready);
            if (Arrange is not null)
            {
                List<IRunnable> asQueued = [.. ready.Items()];
                Arrange(ready);
                runs.Follow(asQueued, ready);
            }
        }

        public void Starting(IRunnable item) => _by = runs.Take();

        public void Finished(IRunnable item) => runs.Note(_ready, item);

        internal void ShouldHaveBeenPutThereBy(Item? by)
        {
            _by.ShouldBeSameAs(by);
            Seen++;
        }
    }
}
