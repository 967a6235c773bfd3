using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>
/// What the primitives and queues allocate once everything is warm, both when nobody has to wait and when somebody always
/// does.
/// </summary>
internal sealed class PrimitiveAllocationScenario : IScenario
{
    private const int Operations = 100_000;
    private const int WarmUpOperations = 1_000;

    public string Name => "primitive-allocations";

    public void WarmUp()
    {
        foreach (Work work in Works())
        {
            Run(work, 100);
        }
    }

    public IEnumerable<Row> Measure() => Works().Select(work =>
    {
        double bytes = Run(work, Operations);
        return new Row($"bytes allocated by {work.Name}", bytes, "B") { Checks = [Check.Bytes(0, bytes)] };
    });

    private static IEnumerable<Work> Works()
    {
        var roomy = new CoQueue<int>();
        yield return new Work("a queue's Put and Get", times => PutAndGet(roomy, roomy, times));

        var to = new CoQueue<int>(1);
        var back = new CoQueue<int>(1);
        yield return new Work("the same, both waiting", times => PutAndGet(to, back, times), () => Echo(to, back));

        var free = new CoLock();
        yield return new Work("a lock's Acquire and Release", times => Hold(free.Acquire, times));

        var contended = new CoLock();
        yield return new Work(
            "the same, waiting", times => Hold(contended.Acquire, times), () => HoldForAnIteration(contended.Acquire));

        var permits = new CoSemaphore(2);
        yield return new Work("a semaphore's Acquire and Release", times => Hold(permits.Acquire, times));

        var permit = new CoSemaphore(1);
        yield return new Work(
            "the same, waiting", times => Hold(permit.Acquire, times), () => HoldForAnIteration(permit.Acquire));

        var signal = new CoEvent();
        yield return new Work("an event's Set, Wait and Clear", times => SetAndWait(signal, times));

        var pulse = new CoEvent();
        yield return new Work("the same, waiting", times => WaitForPulse(pulse, times), () => Pulse(pulse));

        var condition = new CoCondition();
        yield return new Work("a condition's Wait and Notify", times => WaitUnder(condition, times), () => NotifyAgain(condition));
    }

    private static double Run(Work work, int operations)
    {
        using var scheduler = new Scheduler();
        return scheduler.RunUntilComplete<double>(MeasureBytes(work, operations));
    }

    private static IEnumerator<Awaitable> MeasureBytes(Work work, int operations)
    {
        if (work.Partner is not null)
        {
            CreateTask(work.Partner());
            yield return null;
        }

        yield return Await(work.Start(WarmUpOperations));

        Awaitable measured = Await(work.Start(operations));
        long before = GC.GetAllocatedBytesForCurrentThread();
        yield return measured;
        yield return Return((GC.GetAllocatedBytesForCurrentThread() - before) / (double)operations);
    }

    private static IEnumerator<Awaitable> PutAndGet(CoQueue<int> to, CoQueue<int> back, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return to.Put(i);
            yield return back.Get().Into(out Awaitable<int> item);
            _ = item.Result;
        }
    }

    private static IEnumerator<Awaitable> Echo(CoQueue<int> to, CoQueue<int> back)
    {
        while (true)
        {
            yield return to.Get().Into(out Awaitable<int> item);
            yield return back.Put(item.Result);
        }
    }

    private static IEnumerator<Awaitable> Hold(Func<Awaitable<Releaser>> acquire, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return acquire().Into(out Awaitable<Releaser> held);
            held.Result.Dispose();
        }
    }

    private static IEnumerator<Awaitable> HoldForAnIteration(Func<Awaitable<Releaser>> acquire)
    {
        while (true)
        {
            yield return acquire().Into(out Awaitable<Releaser> held);
            yield return null;
            held.Result.Dispose();
        }
    }

    private static IEnumerator<Awaitable> SetAndWait(CoEvent signal, int times)
    {
        for (int i = 0; i < times; i++)
        {
            signal.Set();
            yield return signal.Wait();
            signal.Clear();
        }
    }

    private static IEnumerator<Awaitable> WaitForPulse(CoEvent signal, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return signal.Wait();
        }
    }

    private static IEnumerator<Awaitable> Pulse(CoEvent signal)
    {
        while (true)
        {
            signal.Set();
            signal.Clear();
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> WaitUnder(CoCondition condition, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return condition.Acquire().Into(out Awaitable<Releaser> held);
            yield return condition.Wait();
            held.Result.Dispose();
        }
    }

    private static IEnumerator<Awaitable> NotifyAgain(CoCondition condition)
    {
        while (true)
        {
            yield return condition.Acquire().Into(out Awaitable<Releaser> held);
            condition.Notify();
            held.Result.Dispose();
            yield return null;
        }
    }

    /// <param name="Name">What it is called in the table.</param>
    /// <param name="Start">Makes the coroutine that is measured, which does it so many times.</param>
    /// <param name="Partner">Makes another one, without an end, that it takes turns with.</param>
    private sealed record Work(
        string Name, Func<int, IEnumerator<Awaitable>> Start, Func<IEnumerator<Awaitable>>? Partner = null);
}
