using static Coroutines.Awaitable;

namespace Coroutines.Tests.Queues;

/// <summary>What waits at primitives and queues goes into the combinators like anything else.</summary>
public class GetInCombinatorsTests
{
    private readonly CoQueue<int> _numbers = new();
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void WaitFor_AGetThatComesInTime_HasItsItem()
    {
        _rig.Scheduler.CallLater(1, () => _numbers.PutNoWait(7));
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(_numbers.Get(), 2).Into(out var item);
            (item.Result + item.Result).ShouldBe(14);
            yield return Settle(WaitFor(_numbers.Get(), 2), out Outcome<int> late);
            late.Exception.ShouldBeOfType<TimeoutException>();
            _numbers.Getters.ShouldBeEmpty();
            _numbers.PutNoWait(8);
            yield return _numbers.Get().Into(out var next);
            next.Result.ShouldBe(8);
        }
    }

    [Test]
    public void Timeout_AroundAnAcquire_LeavesTheQueueOfTheLock()
    {
        var gate = new CoLock();
        _rig.Run(Main());
        gate.Waiters.ShouldBeEmpty();

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire();
            yield return Settle(Impatient(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            gate.Release();
            yield return WaitFor(gate.Acquire(), 1).Into(out var held);
            using (held.Result)
            {
                gate.IsLocked.ShouldBeTrue();
            }

            gate.IsLocked.ShouldBeFalse();
        }

        IEnumerator<Awaitable> Impatient()
        {
            using (Timeout(1))
            {
                yield return gate.Acquire();
            }
        }
    }

    [Test]
    public void Gather_OfGets_HasTheItemsInTheOrderOfTheArguments()
    {
        _rig.Scheduler.CallLater(1, () =>
        {
            for (int i = 1; i <= 3; i++)
            {
                _numbers.PutNoWait(i);
            }
        });
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(_numbers.Get(), _numbers.Get(), _numbers.Get()).Into(out var items);
            items.Result.ShouldBe([1, 2, 3]);
        }
    }

    [Test]
    public void Try_AroundAPut_HandlesTheShutdown()
    {
        _numbers.Shutdown();
        _rig.Run(Main());
        _rig.ShouldHaveLogged("shut down");

        IEnumerator<Awaitable> Main()
        {
            yield return Try(_numbers.Put(1)).Catch<QueueShutDownException>(_ => _rig.Log("shut down"));
        }
    }

    [Test]
    public void Group_OfTasksAtABarrier_EndsTogether()
    {
        var barrier = new CoBarrier(3);
        _rig.Run(Main());
        barrier.Waiting.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 0; i < 3; i++)
            {
                group.CreateTask(Meet(i));
            }

            yield return group;
            _rig.Scheduler.Time.ShouldBe(2);
        }

        IEnumerator<Awaitable> Meet(int seconds)
        {
            yield return Sleep(seconds);
            yield return barrier.Wait();
        }
    }
}
