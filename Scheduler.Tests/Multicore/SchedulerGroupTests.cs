using System.Collections.Concurrent;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>Loops on threads of their own: how they begin, work together and end.</summary>
public sealed partial class SchedulerGroupTests
{
    private readonly ConcurrentQueue<string> _log = new();

    private static IEnumerator<Awaitable> Forever()
    {
        yield return Sleep(1_000_000);
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    [Test]
    public void Loops_RunOnNamedThreads_OneForEachProcessorByDefault()
    {
        using var group = new SchedulerGroup(3, new SchedulerGroupOptions { Name = "rooms" });
        string[] names = [.. group.Select(static loop => loop.AskThreadsafe<string>(NameOfThread).Result)];
        names.ShouldBe(["rooms-0 rooms-0 True", "rooms-1 rooms-1 True", "rooms-2 rooms-2 True"]);

        using var each = new SchedulerGroup();
        each.Count.ShouldBe(Environment.ProcessorCount);

        static IEnumerator<Awaitable> NameOfThread()
        {
            Thread thread = Thread.CurrentThread;
            yield return Return($"{thread.Name} {Scheduler.Current.Name} {thread.IsBackground}");
        }
    }

    [Test]
    public void Ask_OfALoopOnAnotherThread_FromARunAndFromATick()
    {
        using var group = new SchedulerGroup(1);
        Scheduler.Run(Asker());

        using var game = new Scheduler();
        CoTask asker = game.CreateTask(Asker());
        while (!asker.IsDone)
        {
            game.Tick(0.01);
            Thread.Yield();
        }

        asker.Result.ShouldBeNull();

        IEnumerator<Awaitable> Asker()
        {
            for (int i = 0; i < 100; i++)
            {
                int number = i;
                yield return group[0].Ask<int>(() => Double(number)).Into(out Awaitable<int> doubled);
                doubled.Result.ShouldBe(number * 2);
            }
        }

        static IEnumerator<Awaitable> Double(int number)
        {
            yield return Return(number * 2);
        }
    }

    [Test]
    public void Ring_OfAsksOverManyLoops_ComesToItsEnd_WithRoomForOneEach()
    {
        using var group = new SchedulerGroup(3, new SchedulerGroupOptions { MaxCalls = 1 });
        group[0].AskThreadsafe<int>(() => Down(group, 1, 300)).Result.ShouldBe(300);

        static IEnumerator<Awaitable> Down(SchedulerGroup group, int next, int left)
        {
            if (left == 0)
            {
                yield return Return(0);
            }

            yield return group[next].Ask<int>(() => Down(group, (next + 1) % 3, left - 1)).Into(out Awaitable<int> depth);
            yield return Return(depth.Result + 1);
        }
    }

    [Test]
    public void Tells_OfManyLoops_EachArriveInTheirOrder_ThroughANarrowDoor()
    {
        const int Count = 500;
        using var group = new SchedulerGroup(3, new SchedulerGroupOptions { MaxCalls = 2 });
        int[] last = new int[2];
        bool isInOrder = true;
        Task[] senders = [group[0].AskThreadsafe(() => Sender(0)), group[1].AskThreadsafe(() => Sender(1))];
        Task.WaitAll(senders);
        group[2].AskThreadsafe(Noop).Wait();

        // The tells that were taken before have all begun.
        last.ShouldBe([Count, Count]);
        isInOrder.ShouldBeTrue();

        IEnumerator<Awaitable> Sender(int sender)
        {
            for (int i = 1; i <= Count; i++)
            {
                int number = i;
                yield return group[2].Tell(() => Take(sender, number));
            }
        }

        IEnumerator<Awaitable> Take(int sender, int number)
        {
            isInOrder &= number == ++last[sender];
            yield return null;
        }
    }

    [Test]
    public void VirtualClocks_RunByThemselves_AndAreNotDeadlocked()
    {
        using var group = new SchedulerGroup(2, new SchedulerGroupOptions { Scheduler = static _ => new SchedulerOptions { TimeProvider = new VirtualClock() } });
        group[0].AskThreadsafe<double>(() => Days(group[1])).Result.ShouldBe(86_400);

        static IEnumerator<Awaitable> Days(GroupedScheduler other)
        {
            yield return other.Ask(static () => SleepFor(3600));
            yield return Sleep(86_400);
            yield return Return(Scheduler.Current.Time);
        }

        static IEnumerator<Awaitable> SleepFor(double seconds)
        {
            yield return Sleep(seconds);
        }
    }

    [Test]
    public void For_GivesEqualKeysTheSameLoop_AndNeighboursDifferentOnes()
    {
        using var group = new SchedulerGroup(4);
        int[] counts = new int[4];
        for (int key = 0; key < 1000; key++)
        {
            group.For(key).ShouldBeSameAs(group.For(key));
            counts[group.For(key).Index]++;
        }

        counts.ShouldAllBe(static count => count > 240 && count < 260);
        group.For("room 7").ShouldBeSameAs(group.For(string.Concat("room ", 7)));
        group.For(0).Index.ShouldBe(0);
        group.For(1).Index.ShouldBe(2);
        Should.Throw<ArgumentNullException>(() => group.For<string>(null!));
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall_AndStartNothing()
    {
        Should.Throw<ArgumentOutOfRangeException>(static () => new SchedulerGroup(0)).Message.ShouldContain("at least one loop");
        Should.Throw<ArgumentException>(static () => new SchedulerGroup(1, new SchedulerGroupOptions { Scheduler = static _ => null! }))
            .Message.ShouldContain("returned null for loop 0");
        Should.Throw<ArgumentOutOfRangeException>(static () => new SchedulerGroupOptions { MaxCalls = 0 });
        Should.Throw<ArgumentNullException>(static () => new SchedulerGroupOptions { Name = null! });
        using var group = new SchedulerGroup(2);
        Should.Throw<ArgumentOutOfRangeException>(() => group[2]).Message.ShouldContain("loops 0 to 1");
        Should.Throw<ArgumentOutOfRangeException>(() => group[-1]);
    }

    [Test]
    public void SchedulerOfALoop_RefusesOtherThreads()
    {
        using var group = new SchedulerGroup(1);
        group[0].AskThreadsafe(Noop).Wait();
        using var running = new ManualResetEventSlim();
        Task asked = group[0].AskThreadsafe(Holding);
        running.Wait();

        Should.Throw<InvalidOperationException>(() => group[0].Scheduler.CreateTask(Noop())).Message.ShouldContain("running on another thread");
        group.Dispose();
        Should.Throw<AggregateException>(asked.Wait);

        IEnumerator<Awaitable> Holding()
        {
            running.Set();
            yield return Sleep(1_000_000);
        }
    }

    private SchedulerOptions Reporting(int index) => new()
    {
        Name = "loop",
        ExceptionHandler = context => _log.Enqueue($"{index}: {context.Message}: {context.Exception?.Message}"),
    };

    [SetUp]
    public void Clear() => _log.Clear();
}
