using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

public sealed class SequencerTests
{
    private readonly Sequencer _sequence = new();
    private readonly List<string> _log = [];

    [CoroutineTest]
    public IEnumerator<Awaitable> Steps_OfSeveralTasks_RunInTheOrderOfTheirNumbers()
    {
        yield return Gather(Take("a", 0, 3, 4), Take("b", 2), Take("c", 1, 5));

        _log.ShouldBe(["a0", "c1", "b2", "a3", "a4", "c5"]);
        _sequence.Next.ShouldBe(6);
    }

    [Test]
    public void Steps_RunInTheirOrder_UnderEverySchedule() =>
        Schedules.ExploreAll(() => new SequencerTests().Steps_OfSeveralTasks_RunInTheOrderOfTheirNumbers()).ShouldPass();

    [CoroutineTest]
    public IEnumerator<Awaitable> HeldStep_LastsUntilItIsDisposed()
    {
        yield return Gather(Hold(), Take("b", 1));

        _log.ShouldBe(["a begins", "a ends at 1", "b1"]);

        IEnumerator<Awaitable> Hold()
        {
            yield return _sequence.Step(0, out IDisposable step);
            using (step)
            {
                _log.Add("a begins");
                yield return Sleep(1.0);
                _log.Add($"a ends at {Scheduler.Current.Time}");
            }

            // A second time does nothing.
            step.Dispose();
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> CancelledStep_BreaksTheSequence_ForAll()
    {
        CoTask first = CreateTask(Take("a", 1), "first");
        CoTask second = CreateTask(Take("b", 2));
        yield return TestKit.AllBlocked();
        first.Cancel();
        yield return Settle(first, out _, includeCancellation: true);
        yield return Settle(second, out Outcome waiting);
        yield return Settle(Take("c", 0), out Outcome late);

        const string Message = "The sequence is broken: Take (task 'first') was cancelled while it waited for its step 1.";
        waiting.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(Message);
        late.Exception!.Message.ShouldBe(Message);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Step_CancelledAfterItsWakeUp_BreaksTheSequenceToo()
    {
        CoTask first = CreateTask(Take("a", 1), "first");
        yield return TestKit.AllBlocked();
        yield return _sequence.Step(0);
        first.Cancel();
        yield return Settle(first, out _, includeCancellation: true);
        yield return Settle(Take("c", 2), out Outcome late);

        late.Exception!.Message.ShouldContain("its step 1");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Step_AskedForTwice_OrAwaitedTwice_OrNegative_IsAnError()
    {
        Awaitable step = _sequence.Step(0);
        Should.Throw<InvalidOperationException>(() => _sequence.Step(0)).Message.ShouldContain("Step 0 of the sequence was asked for before");
        Should.Throw<ArgumentOutOfRangeException>(() => _sequence.Step(-1));
        yield return step;
        yield return Settle(step, out Outcome outcome);
        outcome.Exception!.Message.ShouldContain("awaits step 0 of a sequence a second time");
    }

    [Test]
    public void Step_ThatNobodyTakes_IsNamedByTheDeadlock()
    {
        using TestScheduler test = new();

        Should.Throw<DeadlockException>(() => test.Run(Take("a", 1)))
            .Message.ShouldContain("waiting for step 1 of a sequence, of which step 0 is next");
    }

    private IEnumerator<Awaitable> Take(string name, params int[] numbers)
    {
        foreach (int number in numbers)
        {
            yield return _sequence.Step(number);
            _log.Add($"{name}{number}");
        }
    }
}
