using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Testing;

/// <summary>What comes true at last, what always holds, and who is passed over for ever.</summary>
public sealed class LivenessTests
{
    [Test]
    public void Eventually_WaitsUntilItIsTrue_AndFailsWhenItTakesTooLong()
    {
        using var test = new TestScheduler();
        test.Run(Main());

        static IEnumerator<Awaitable> Main()
        {
            bool isUp = false;
            Scheduler.Current.CallLater(2.0, () => isUp = true);
            yield return Eventually(() => isUp, within: 3.0);
            Scheduler.Current.Time.ShouldBeInRange(2.0, 2.5);
            yield return Eventually(() => isUp, within: 0.0);

            yield return Settle(Eventually(() => false, 5.0, "the server is up"), out Outcome late);
            late.Exception.ShouldBeOfType<AssertionFailedException>().Message.ShouldBe("the server is up did not come true within 5 s.");

            yield return Settle(Eventually(static () => throw new IOException("asked")), out Outcome broken);
            broken.Exception.ShouldBeOfType<IOException>();
        }
    }

    [Test]
    public void Always_EndsTheRunAtTheStepThatBreaksIt()
    {
        int balance = 100;
        using var test = new TestScheduler();

        var failure = Should.Throw<AssertionFailedException>(() => test.Run(Main()));

        failure.Message.ShouldBe("The balance is never below 0 does not hold any more, after a step of Spend (task 'spender').");
        balance.ShouldBe(-20);

        IEnumerator<Awaitable> Main()
        {
            using (Always(() => balance >= 0, "The balance is never below 0"))
            {
                yield return CreateTask(Spend(), "spender");
            }
        }

        IEnumerator<Awaitable> Spend()
        {
            for (int i = 0; i < 5; i++)
            {
                yield return null;
                balance -= 60;
            }
        }
    }

    [Test]
    public void Always_ThatIsDisposed_IsNotLookedAtAnyMore_AndOneThatNeverHeldIsRefused()
    {
        using var test = new TestScheduler();
        bool holds = true;
        test.Always(() => holds, "it").Dispose();
        holds = false;
        test.Run(Once());
        Should.Throw<AssertionFailedException>(() => test.Always(() => holds, "It")).Message.ShouldBe("It does not hold.");
        Should.Throw<ArgumentNullException>(() => test.Always(null!, "it"));
        Should.Throw<ArgumentNullException>(() => test.Always(() => true, null!));
        Should.Throw<ArgumentNullException>(() => Eventually(null!));

        static IEnumerator<Awaitable> Once()
        {
            yield return null;
        }
    }

    [Test]
    public void Livelock_IsEndedByTheProgressLimit()
    {
        using var test = new TestScheduler(new TestOptions { ProgressLimit = 100 });

        Should.Throw<TimeoutException>(() => test.Run(Gallant())).Message.ShouldContain("came no further for 100 iterations (ProgressLimit)");

        static IEnumerator<Awaitable> Gallant()
        {
            bool[] wants = new bool[2];
            yield return Gather(Pass(0), Pass(1));

            IEnumerator<Awaitable> Pass(int number)
            {
                wants[number] = true;
                while (wants[1 - number])
                {
                    wants[number] = false;
                    yield return null;
                    wants[number] = true;
                    yield return null;
                }
            }
        }
    }

    [Test]
    public void Progress_ByTimeOrByTasksThatEnd_IsProgress()
    {
        using var test = new TestScheduler(new TestOptions { ProgressLimit = 20 });

        test.Run(Main());

        static IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 50; i++)
            {
                yield return Sleep(1.0);
            }

            for (int i = 0; i < 50; i++)
            {
                yield return CreateTask(Short());
            }
        }

        static IEnumerator<Awaitable> Short()
        {
            yield return null;
        }
    }

    [Test]
    public void Starvation_IsEndedByItsLimit_AndNamed()
    {
        using var test = new TestScheduler(new TestOptions { StarvationLimit = 200 });

        string message = Should.Throw<TimeoutException>(() => test.Run(Main())).Message;

        message.ShouldContain("starves Write (task 'writer')");
        message.ShouldContain("(StarvationLimit)");

        // Readers who let no writer in.
        static IEnumerator<Awaitable> Main()
        {
            var free = new CoCondition();
            int readers = 0;
            yield return Gather(CreateTask(Read(0)), CreateTask(Read(1)), CreateTask(Write(), "writer"));

            IEnumerator<Awaitable> Read(int number)
            {
                for (int i = 0; i < number; i++)
                {
                    yield return null;
                }

                while (true)
                {
                    readers++;
                    yield return null;
                    yield return null;
                    readers--;
                    yield return null;
                }
            }

            IEnumerator<Awaitable> Write()
            {
                yield return null;
                yield return free.Acquire();
                yield return free.WaitFor(() => readers == 0);
                free.Release();
            }
        }
    }

    [Test]
    public void Limit_ThatIsNone_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new TestOptions { ProgressLimit = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new TestOptions { StarvationLimit = 0 });
    }
}
