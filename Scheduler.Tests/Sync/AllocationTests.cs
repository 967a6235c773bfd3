namespace Coroutines.Tests.Sync;

/// <summary>Once everything is warm, waiting costs no memory.</summary>
public class AllocationTests
{
    private const int Warm = 200;
    private const int Counted = 1000;

    private readonly Rig _rig = new();
    private long _bytes = -1;

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Lock_HandedOver_AllocatesNothing()
    {
        var gate = new CoLock();
        _rig.Start(Use());
        _rig.Start(Use());
        RunCounted(Use);

        IEnumerator<Awaitable> Use()
        {
            while (true)
            {
                yield return gate.Acquire().Into(out var held);
                using (held.Result)
                {
                    yield return null;
                }
            }
        }
    }

    [Test]
    public void Lock_ReleasedByHand_AllocatesNothing()
    {
        var gate = new CoLock();
        _rig.Start(Use());
        RunCounted(Use);

        IEnumerator<Awaitable> Use()
        {
            while (true)
            {
                yield return gate.Acquire();
                yield return null;
                gate.Release();
            }
        }
    }

    [Test]
    public void Semaphore_HandedOver_AllocatesNothing([Values] bool byHand)
    {
        var gate = new CoSemaphore(2);
        for (int i = 0; i < 4; i++)
        {
            _rig.Start(Use());
        }

        RunCounted(Use);

        IEnumerator<Awaitable> Use()
        {
            while (true)
            {
                yield return gate.Acquire().Into(out var held);
                if (byHand)
                {
                    yield return null;
                    gate.Release();
                    continue;
                }

                using (held.Result)
                {
                    yield return null;
                }
            }
        }
    }

    [Test]
    public void Limiter_HandedOver_AllocatesNothing()
    {
        var limiter = new CoLimiter(2);
        for (int i = 0; i < 4; i++)
        {
            _rig.Start(Use());
        }

        RunCounted(Use);

        IEnumerator<Awaitable> Use()
        {
            while (true)
            {
                yield return limiter.Acquire().Into(out var held);
                using (held.Result)
                {
                    yield return null;
                }
            }
        }
    }

    [Test]
    public void Event_Broadcast_AllocatesNothing()
    {
        var change = new CoEvent();
        for (int i = 0; i < 100; i++)
        {
            _rig.Start(Listen());
        }

        RunCounted(Speak);

        IEnumerator<Awaitable> Listen()
        {
            while (true)
            {
                yield return change.Wait();
            }
        }

        IEnumerator<Awaitable> Speak()
        {
            while (true)
            {
                change.Set();
                change.Clear();
                yield return null;
            }
        }
    }

    [Test]
    public void Condition_Notified_AllocatesNothing()
    {
        var condition = new CoCondition();
        bool isReady = false;
        Func<bool> asked = () => isReady;
        _rig.Start(Listen());
        _rig.Start(ListenForAPredicate());
        RunCounted(Speak);

        IEnumerator<Awaitable> Listen()
        {
            yield return condition.Acquire();
            while (true)
            {
                yield return condition.Wait();
            }
        }

        IEnumerator<Awaitable> ListenForAPredicate()
        {
            yield return condition.Acquire();
            while (true)
            {
                yield return condition.WaitFor(asked);
                isReady = false;
            }
        }

        IEnumerator<Awaitable> Speak()
        {
            while (true)
            {
                yield return condition.Acquire().Into(out var held);
                using (held.Result)
                {
                    isReady = true;
                    condition.NotifyAll();
                }

                yield return null;
            }
        }
    }

    [Test]
    public void Barrier_RoundAfterRound_AllocatesNothing()
    {
        var barrier = new CoBarrier(3);
        _rig.Start(Walk());
        _rig.Start(Walk());
        RunCounted(Walk);

        IEnumerator<Awaitable> Walk()
        {
            while (true)
            {
                yield return barrier.Wait().Into(out var index);
                _ = index.Result;
                yield return null;
            }
        }
    }

    // Steps the coroutine in the main task; the loop of counting is a task of its own.
    private void RunCounted(Func<IEnumerator<Awaitable>> body)
    {
        _rig.Start(body());
        _rig.Run(Count());
        _bytes.ShouldBe(0);

        IEnumerator<Awaitable> Count()
        {
            for (int i = 0; i < Warm; i++)
            {
                yield return null;
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Counted; i++)
            {
                yield return null;
            }

            _bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
