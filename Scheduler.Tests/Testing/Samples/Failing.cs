namespace Coroutines.Tests.Testing.Samples;

/// <summary>Tests that fail, each in its way.</summary>
public sealed class Failing
{
    [CoroutineTest]
    public IEnumerator<Awaitable> Throws()
    {
        yield return Await(Outer());
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Asserts()
    {
        yield return Sleep(1.0);
        Assert.That(1 + 1, Is.EqualTo(3));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> AssertsSeveral()
    {
        yield return Sleep(1.0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(1, Is.EqualTo(2));
            yield return Sleep(1.0);
            Assert.That(3, Is.EqualTo(4));
        }
    }

    [CoroutineTest(Explore = 500, Seed = 1000)]
    public IEnumerator<Awaitable> FailsWhenExplored()
    {
        string? value = "old";
        yield return Gather(CreateTask(Read(), "reader"), CreateTask(Clear(), "clearer"));

        IEnumerator<Awaitable> Read()
        {
            yield return null;
            if (value is null)
            {
                throw new InvalidDataException("cleared too early");
            }
        }

        IEnumerator<Awaitable> Clear()
        {
            yield return null;
            yield return null;
            yield return null;
            value = null;
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Deadlocks()
    {
        yield return new Future { Name = "nobody's" };
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> UsesACoroutineTwice()
    {
        IEnumerator<Awaitable> empty = Empty();
        yield return Await(empty);
        yield return Await(empty);
    }

    [CoroutineTest(VirtualTimeout = 60)]
    public IEnumerator<Awaitable> SleepsForEver()
    {
        while (true)
        {
            yield return Sleep(1.0);
        }
    }

    [CoroutineTest(IterationLimit = 1000)]
    public IEnumerator<Awaitable> YieldsForEver()
    {
        while (true)
        {
            yield return null;
        }
    }

    [CoroutineTest(RealTimeout = 0.05)]
    public IEnumerator<Awaitable> WaitsForAThread()
    {
        yield return Await(new TaskCompletionSource().Task);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> LeavesATask()
    {
        CreateTask(Poll(), "poller");
        yield return Sleep(1.0);
    }

    [CoroutineTest(Permit = Leftovers.Tasks)]
    public IEnumerator<Awaitable> MayLeaveATask() => LeavesATask();

    [CoroutineTest]
    public IEnumerator<Awaitable> LeavesAnException()
    {
        CreateTask(Inner(), "broken");
        yield return Sleep(1.0);
    }

    [CoroutineTest(Permit = Leftovers.Exceptions)]
    public IEnumerator<Awaitable> MayLeaveAnException() => LeavesAnException();

    [CoroutineTest]
    public IEnumerator<Awaitable> LeavesATimer()
    {
        Scheduler.Current.CallLater(5.0, () => { });
        yield return Sleep(1.0);
    }

    [CoroutineTest(Permit = Leftovers.Timers)]
    public IEnumerator<Awaitable> MayLeaveATimer() => LeavesATimer();

    [CoroutineTest]
    public void IsNoCoroutine()
    {
    }

    [CoroutineTest]
    public IEnumerator<Awaitable>? ReturnsNull() => null;

    [CoroutineTest]
    public IEnumerator<Awaitable> IsCalledWithABug() => throw new IOException("no coroutine was made");

    [CoroutineTest(ExpectedResult = 42)]
    public IEnumerator<Awaitable> ReturnsSomethingElse()
    {
        yield return Return(41);
    }

    private static IEnumerator<Awaitable> Outer()
    {
        yield return Await(Inner());
    }

    private static IEnumerator<Awaitable> Inner()
    {
        yield return Sleep(1.0);
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> Poll()
    {
        while (true)
        {
            yield return Sleep(1.0);
        }
    }

    private static IEnumerator<Awaitable> Empty()
    {
        yield break;
    }
}
