using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Cancelling tasks that await each other: long chains, shared tasks, and rings.</summary>
public sealed class CancelChainTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancel_OfAHundredThousandInAChain_ReachesTheLast()
    {
        const int Length = 100_000;
        int unwound = 0;
        IEnumerator<Awaitable> Link(Awaitable next)
        {
            try
            {
                yield return next;
            }
            finally
            {
                unwound++;
            }
        }

        CoTask head = _rig.Start(Link(Sleep(1)));
        for (int i = 1; i < Length; i++)
        {
            head = _rig.Start(Link(head));
        }

        _rig.Iterate();
        head.Cancel("all");

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(head)).Message.ShouldBe("all");
        unwound.ShouldBe(Length);
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Fault_AtTheEndOfALongChain_ReachesTheHead()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("boom");
        }

        CoTask head = _rig.Start(Failing());
        for (int i = 1; i < 10_000; i++)
        {
            head = _rig.Start(Awaiting(head));
        }

        Should.Throw<IOException>(() => _rig.Scheduler.RunUntilComplete(head)).Message.ShouldBe("boom");
        _rig.Dispose();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Cancel_OfOneInARing_EndsAllOfThem()
    {
        CoTask first = null!;
        IEnumerator<Awaitable> Ring()
        {
            yield return null;
            yield return first;
        }

        CoTask last = first = _rig.Start(Ring(), "first");
        CoTask[] others = [.. Enumerable.Range(0, 3).Select(_ => last = _rig.Start(Awaiting(last)))];
        first = last;
        _rig.Iterate(2);
        others[1].Cancel("break it");
        _rig.Iterate(6);

        others.ShouldAllBe(task => task.IsCancelled);
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Cancel_OfOneThatLeadsIntoARing_EndsAllOfThem()
    {
        CoTask b = null!;
        IEnumerator<Awaitable> A()
        {
            yield return null;
            yield return b;
        }

        CoTask a = _rig.Start(A(), "a");
        b = _rig.Start(Awaiting(a), "b");
        CoTask leading = _rig.Start(Awaiting(b), "leading");
        _rig.Iterate(2);
        leading.Cancel("break it");
        _rig.Iterate(6);

        new[] { a, b, leading }.ShouldAllBe(task => task.IsCancelled && task.Cancelling <= 1);
        leading.Cancelling.ShouldBe(1);
    }

    [Test]
    public void Run_WhoseTasksAwaitEachOtherInARing_EndsWithADeadlock()
    {
        CoTask b = null!;
        IEnumerator<Awaitable> Main()
        {
            CoTask a = CreateTask(A(), "a");
            b = CreateTask(Awaiting(a), "b");
            yield return b;
        }

        IEnumerator<Awaitable> A()
        {
            yield return null;
            yield return b;
        }

        DeadlockException error = Should.Throw<DeadlockException>(
            () => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        error.Message.ShouldContain("A (task 'a'): awaiting task 'b'");
        error.Message.ShouldContain("Awaiting (task 'b'): awaiting task 'a'");
        b.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Cancel_OfASharedTask_ReachesEveryoneWhoAwaitsIt()
    {
        IEnumerator<Awaitable> Sleeping()
        {
            yield return Sleep(10);
        }

        CoTask shared = _rig.Start(Sleeping());
        CoTask a = _rig.Start(Awaiting(shared));
        CoTask b = _rig.Start(Awaiting(shared));
        _rig.Iterate();
        a.Cancel("through a");
        _rig.Iterate(2);

        shared.IsCancelled.ShouldBeTrue();
        b.IsCancelled.ShouldBeTrue();
        b.Cancelling.ShouldBe(0);
        Should.Throw<CancelledException>(() => b.Result).Message.ShouldBe("through a");
    }

    private static IEnumerator<Awaitable> Awaiting(CoTask task)
    {
        yield return task;
    }
}
