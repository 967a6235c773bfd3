using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>Timeouts that are over: what they keep, and what they leave to those that come after them.</summary>
public sealed partial class TimeoutTests
{
    [Test]
    public void Disposed_IsLetGo_WhileItsCoroutineGoesOn()
    {
        WeakReference[] timeouts = [];

        IEnumerator<Awaitable> Main()
        {
            timeouts = OpenAndDispose();
            for (int i = 0; i < 100; i++)
            {
                // Its timer stays for a while.
                yield return Sleep(0.01);
            }

            Garbage.Collect(timeouts);
            timeouts.ShouldAllBe(static timeout => !timeout.IsAlive);
            yield return Sleep(1);
        }

        _rig.Run(Main());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] OpenAndDispose()
        {
            CoTimeout[] timeouts = [Timeout(10), Timeout(20), Timeout(30)];
            timeouts[1].Dispose();
            timeouts[2].Dispose();
            timeouts[0].Dispose();
            return [.. timeouts.Select(static timeout => new WeakReference(timeout))];
        }
    }

    [TestCase(0.5)]
    [TestCase(1.0)]
    public void Reschedule_ToNoDeadlineAndToOneAgain_ExpiresThen(double lifted)
    {
        CoTimeout timeout = null!;

        IEnumerator<Awaitable> Main()
        {
            using (timeout = Timeout(1))
            {
                yield return Sleep(1.5);
                timeout.IsExpired.ShouldBeFalse();
                timeout.Reschedule(4);
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Around()
        {
            // Set before the timeout: at 1.0 that stands behind this in the queue of what is to run.
            _rig.Scheduler.CallAt(lifted, () => timeout.Reschedule(null));
            yield return Settle(Main(), out Outcome outcome);
            _rig.LogTime($"{outcome.Exception!.GetType().Name}");
        }

        _rig.Run(Around());
        _rig.ShouldHaveLogged("4 TimeoutException");
        _rig.ShouldBeAtRest();
    }

    // CPython: the error of the group has TimeoutError() for its __context__.
    [Test]
    public void Expired_ErrorInAGroupThatHasReplacedACancel_HasReplacedATimeout()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Try(Sleep(10)).Finally(static () => throw new IOException("in a clean-up"));
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                var group = new TaskGroup();
                group.CreateTask(Child());
                yield return group;
            }
        }

        AggregateException errors = Should.Throw<AggregateException>(() => _rig.Run(Main()));
        Exception error = errors.InnerExceptions.ShouldHaveSingleItem().ShouldBeOfType<IOException>();
        error.GetReplacedException().ShouldBeOfType<TimeoutException>().InnerException.ShouldBeOfType<CancelledException>();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Expired_BesideOneThatIsGivenUpInTheSameMoment_CancelsItsTask()
    {
        CoTimeout other = null!;

        IEnumerator<Awaitable> Limited(CoTask inner)
        {
            using (Timeout(1))
            {
                yield return inner;
            }
        }

        IEnumerator<Awaitable> Other()
        {
            other = Timeout(1);
            yield return Sleep(5);
        }

        IEnumerator<Awaitable> Main()
        {
            // It runs first, and then stand there: one that is up, and one that was.
            _rig.Scheduler.CallAt(1, () => other.Dispose());
            CoTask inner = CreateTask(SleepFor(10));
            CoTask limited = CreateTask(Limited(inner));
            CoTask beside = CreateTask(Other());
            yield return Settle(limited, out Outcome outcome);
            _rig.LogTime($"{outcome.Exception!.GetType().Name}, cancelled {inner.IsCancelled}");
            yield return beside;
            _rig.LogTime("slept");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 TimeoutException, cancelled True", "5 slept");
        _rig.ShouldBeAtRest();
    }
}
