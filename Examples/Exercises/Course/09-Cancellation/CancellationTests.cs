using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(9)]
public sealed class CancellationTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Patrol_WalksUntilItIsCancelled_AndGoesHome()
    {
        _lab.Run(Main());

        _lab.Printout.ShouldRead(
            [
                "0.0 s  step 1", "1.0 s  step 2", "2.0 s  step 3", "3.0 s  step 4", "4.0 s  step 5", "5.0 s  step 6",
                "5.5 s  cancel!", "5.5 s  back home",
            ],
            "The test cancels the patrol after 5.5 s. A cancel closes a coroutine where it waits: only its `finally` blocks run.");

        IEnumerator<Awaitable> Main()
        {
            CoTask patrol = CreateTask(Cancellation.Patrol(_lab.Print));
            yield return Sleep(5.5);
            _lab.Print("cancel!");
            patrol.Cancel();
            yield return Settle(patrol, out var outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue("A cancelled patrol ends as cancelled, and not because its loop has an end.");
        }
    }

    [Test, Order(2)]
    public void Shift_CancelsThePatrol_AndTellsWhy()
    {
        _lab.Run(Cancellation.Shift(Walk(), 5.0, _lab.Print));

        _lab.Printout.ShouldRead(
            ["0.0 s  walks", "5.0 s  turns round", "5.0 s  the patrol ended: end of shift"],
            "The patrol has to be a task of its own, so that Shift can sleep beside it, and cancel it after 5 s.");

        IEnumerator<Awaitable> Walk()
        {
            _lab.Print("walks");
            try
            {
                yield return Sleep(1_000_000.0);
            }
            finally
            {
                _lab.Print("turns round");
            }
        }
    }

    [Test, Order(3)]
    public void Shift_WaitsUntilThePatrolIsReallyBack()
    {
        _lab.Run(Cancellation.Shift(Walk(), 5.0, _lab.Print));

        _lab.Printout.ShouldRead(
            ["5.0 s  on the way back", "7.0 s  at home", "7.0 s  the patrol ended: end of shift"],
            "This patrol needs 2 s to come home after the cancel. Cancel only asks: the task has ended when you have awaited it.");

        IEnumerator<Awaitable> Walk()
        {
            Defer(GoHome());
            yield return Sleep(1_000_000.0);
        }

        IEnumerator<Awaitable> GoHome()
        {
            _lab.Print("on the way back");
            yield return Sleep(2.0);
            _lab.Print("at home");
        }
    }
}
