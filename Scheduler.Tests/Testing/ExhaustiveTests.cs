using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>All orders: how many there are, which of them need not be tried, and going on later.</summary>
public sealed class ExhaustiveTests
{
    private const int Programs = 150;

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void IndependentTasks_AreOneSchedule(int count)
    {
        Exploration exploration = Schedules.ExploreAll(Independent, new ExhaustiveOptions { PartialOrderReduction = true }).ShouldPass();

        exploration.IsExhaustive.ShouldBeTrue();
        exploration.Runs.ShouldBe(1);

        // Their steps come in three rounds.
        int orders = (int)Math.Pow(Enumerable.Range(1, count).Aggregate(1, static (product, i) => product * i), 3);
        Schedules.ExploreAll(Independent, limit: 20_000).ShouldPass().Runs.ShouldBe(orders);

        IEnumerator<Awaitable> Independent()
        {
            yield return Gather(Enumerable.Range(0, count).Select(_ => Three()));
        }

        static IEnumerator<Awaitable> Three()
        {
            yield return null;
            yield return null;
        }
    }

    [Test]
    public void IndependentTasks_OfAGroup_AreOneSchedule()
    {
        Schedules.ExploreAll(Independent, new ExhaustiveOptions { PartialOrderReduction = true }).ShouldPass().Runs.ShouldBe(1);

        static IEnumerator<Awaitable> Independent()
        {
            var group = new TaskGroup();
            for (int i = 0; i < 3; i++)
            {
                group.CreateTask(PutAndGet());
            }

            yield return group;
        }

        static IEnumerator<Awaitable> PutAndGet()
        {
            var own = new CoQueue<int>();
            yield return own.Put(1);
            yield return null;
            yield return own.Get();
        }
    }

    [Test]
    public void WhatIsShared_IsPermuted_WhetherItIsAPrimitiveAFutureOrNamed()
    {
        HashSet<string> orders = [];
        object variable = new();

        Explore(log => Use(log, new CoLock("gate")));
        Explore(log => Name(log));
        orders.ShouldBe(["ab", "ba"], ignoreOrder: true);

        void Explore(Func<List<string>, IEnumerator<Awaitable>> main)
        {
            orders.Clear();
            Schedules.ExploreAll(() => Main(main), new ExhaustiveOptions { PartialOrderReduction = true }).ShouldPass().IsExhaustive.ShouldBeTrue();
        }

        IEnumerator<Awaitable> Main(Func<List<string>, IEnumerator<Awaitable>> main)
        {
            List<string> log = [];
            yield return Await(main(log));
            orders.Add(string.Concat(log));
        }

        static IEnumerator<Awaitable> Use(List<string> log, CoLock gate)
        {
            yield return Gather(Take("a"), Take("b"));

            IEnumerator<Awaitable> Take(string name)
            {
                yield return gate.Acquire();
                log.Add(name);
                gate.Release();
            }
        }

        IEnumerator<Awaitable> Name(List<string> log)
        {
            yield return Gather(Take("a"), Take("b"));

            IEnumerator<Awaitable> Take(string name)
            {
                TestKit.Touch(variable);
                log.Add(name);
                yield break;
            }
        }
    }

    /// <summary>
    /// Random programs over primitives: what they can come to is the same with and without the reduction, which needs fewer runs.
    /// </summary>
    [Test]
    public void Reduction_LosesNoOutcome()
    {
        long all = 0;
        long reduced = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            HashSet<string> expected = [];
            HashSet<string> found = [];
            Exploration whole = Schedules.ExploreAll(() => new RandomProgram(seed, expected).Main(), limit: 3000).ShouldPass();
            if (!whole.IsExhaustive)
            {
                continue;
            }

            Exploration part = Schedules.ExploreAll(
                () => new RandomProgram(seed, found).Main(), new ExhaustiveOptions { PartialOrderReduction = true, Limit = 3000 }).ShouldPass();

            part.IsExhaustive.ShouldBeTrue();
            found.ShouldBe(expected, ignoreOrder: true, $"seed {seed}");
            all += whole.Runs;
            reduced += part.Runs;
        }

        TestContext.Out.WriteLine($"{all} runs, {reduced} with the reduction");
        reduced.ShouldBeLessThan(all / 2);
    }

    [Test]
    public void Search_EndsAtABound_AndGoesOnFromItsCheckpoint()
    {
        HashSet<string> orders = [];
        int runs = 0;
        string? checkpoint = null;
        for (int part = 0; part < 100 && (part == 0 || checkpoint is not null); part++)
        {
            Exploration exploration = Schedules.ExploreAll(Three, new ExhaustiveOptions { Limit = 7, Checkpoint = checkpoint }).ShouldPass();
            exploration.IsExhaustive.ShouldBe(exploration.Checkpoint is null);
            checkpoint = exploration.Checkpoint;
            runs += exploration.Runs;
        }

        runs.ShouldBe(36);
        orders.Count.ShouldBe(36);
        Schedules.ExploreAll(Three, new ExhaustiveOptions { TimeBudget = 0.0 }).Runs.ShouldBe(0);
        Should.Throw<ArgumentException>(() => Schedules.ExploreAll(Three, new ExhaustiveOptions { Checkpoint = "1:2 x" }))
            .Message.ShouldContain("'x' does not fit in there");

        IEnumerator<Awaitable> Three()
        {
            List<string> order = [];
            yield return Gather(Step("a"), Step("b"), Step("c"));
            orders.Add(string.Concat(order));

            IEnumerator<Awaitable> Step(string name)
            {
                order.Add(name);
                yield return null;
                order.Add(name);
            }
        }
    }

    [Test]
    public void Search_OfFewDepartures_IsNotExhaustive()
    {
        Exploration none = Schedules.ExploreAll(() => ClassicBugs.LockOrder(isFixed: false), new ExhaustiveOptions { MaxDepartures = 0 }).ShouldPass();
        none.Runs.ShouldBe(1);
        none.IsExhaustive.ShouldBeFalse();

        Schedules.ExploreAll(() => ClassicBugs.LockOrder(isFixed: false), new ExhaustiveOptions { MaxDepartures = 1 })
            .ShouldFail().Departures.ShouldBe(1);
    }

    [Test]
    public void ChoicesOfTheProgram_AreGoneThroughToo()
    {
        HashSet<string> seen = [];

        Schedules.ExploreAll(Choosing, new ExhaustiveOptions()).ShouldPass().IsExhaustive.ShouldBeTrue();

        seen.ShouldBe(["0 False", "1 False", "2 False", "0 True", "1 True", "2 True"], ignoreOrder: true);

        IEnumerator<Awaitable> Choosing()
        {
            seen.Add($"{TestKit.Choose(3)} {TestKit.Chance(0.001)}");
            yield break;
        }
    }

    [Test]
    public void Option_ThatIsWrong_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ExhaustiveOptions { Limit = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExhaustiveOptions { MaxDepartures = -1 });
        Should.Throw<ArgumentNullException>(() => Schedules.ExploreAll(() => ClassicBugs.LockOrder(isFixed: true), (ExhaustiveOptions)null!));
        Should.Throw<ArgumentNullException>(() => TestKit.Touch(null!));
    }

    /// <summary>Three tasks of few operations on two locks, a queue, a semaphore, an event and futures; its outcome is who did what in which order.</summary>
    private sealed class RandomProgram(int seed, HashSet<string> outcomes)
    {
        private readonly SeededRandom _random = new(seed);
        private readonly CoLock[] _locks = [new("a"), new("b")];
        private readonly CoQueue<int> _queue = new();
        private readonly CoSemaphore _two = new(2);
        private readonly CoEvent _event = new();
        private readonly Dictionary<string, List<string>> _logs = [];

        internal IEnumerator<Awaitable> Main()
        {
            List<IEnumerator<Awaitable>> tasks = [];
            for (int i = 0; i < 3; i++)
            {
                int[] operations = [.. Enumerable.Range(0, 2 + _random.Next(2)).Select(_ => _random.Next(7))];
                tasks.Add(Work($"t{i}", operations));
            }

            yield return GatherOutcomes(tasks);

            // For each thing by itself: orders of what has nothing in common are no outcome.
            outcomes.Add(string.Join(" | ", _logs.OrderBy(static log => log.Key).Select(static log => $"{log.Key}: {string.Join(' ', log.Value)}")));
        }

        private void Log(string thing, string what)
        {
            if (!_logs.TryGetValue(thing, out List<string>? log))
            {
                _logs.Add(thing, log = []);
            }

            log.Add(what);
        }

        private IEnumerator<Awaitable> Work(string name, int[] operations)
        {
            foreach (int operation in operations)
            {
                switch (operation)
                {
                    case 0 or 1:
                        yield return _locks[operation].Acquire();
                        Log($"lock {operation}", name);
                        if (name == "t0")
                        {
                            yield return null;
                        }

                        _locks[operation].Release();
                        break;
                    case 2:
                        _queue.PutNoWait(name[1]);
                        Log("queue", $"+{name}");
                        break;
                    case 3:
                        yield return Settle(WaitFor(_queue.Get(), 1.0), out Outcome<int> got);
                        Log("queue", $"-{name}{(got.IsSuccess ? got.Result : 0)}");
                        break;
                    case 4:
                        yield return _two.Acquire();
                        Log("two", name);
                        yield return null;
                        _two.Release();
                        break;
                    case 5:
                        _event.Set();
                        Log("event", $"{name} sets");
                        break;
                    default:
                        yield return null;
                        break;
                }
            }
        }
    }
}
