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
            Expected.True(outcome.IsCancelled, "A cancelled patrol ends as cancelled, and not because its loop has an end.");
        }
    }

    [Test, Order(2)]
    public void Patrol_WalksForAsLongAsNobodyCancelsIt()
    {
        _lab.Run(Main());

        _lab.Printout.Lines.Count.ShouldBe(401, "The test cancels the patrol after 399.5 s: that is after step 400, and then it goes home.");

        IEnumerator<Awaitable> Main()
        {
            CoTask patrol = CreateTask(Cancellation.Patrol(_lab.Print));
            yield return Sleep(399.5);
            patrol.Cancel();
            yield return Settle(patrol, out _, includeCancellation: true);
        }
    }

    [Test, Order(3)]
    public void Patrol_ThatFails_GoesHomeToo()
    {
        _lab.Run(Main());

        _lab.Printout.ShouldRead(
            ["0.0 s  step 1", "1.0 s  step 2", "2.0 s  back home"],
            "This time `print` throws an exception at step 3. However the patrol ends, it prints \"back home\": a `finally` does not ask why.");

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Cancellation.Patrol(PrintTwoSteps), out var outcome);
            outcome.Exception.ShouldBeOfType<IOException>("The exception that `print` has thrown goes on to whoever awaits the patrol.");
        }

        void PrintTwoSteps(string line)
        {
            _lab.Print(line != "step 3" ? line : throw new IOException("no paper"));
        }
    }

    [Test, Order(4)]
    public void Shift_CancelsThePatrol_AndTellsWhy()
    {
        _lab.Run(Cancellation.Shift(Walk(), 5.0, _lab.Print));

        _lab.Printout.ShouldRead(
            ["0.0 s  walks", "5.0 s  turns round", "5.0 s  the patrol ended: end of shift"],
            "The patrol has to be a task of its own, so that Shift can sleep beside it, cancel it after 5 s, and then wait "
            + "until it has really ended.");

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

    [Test, Order(5)]
    public void Shift_WaitsUntilThePatrolIsReallyBack()
    {
        _lab.Run(Cancellation.Shift(Walk(), 8.0, _lab.Print));

        _lab.Printout.ShouldRead(
            ["8.0 s  on the way back", "10.0 s  at home", "10.0 s  the patrol ended: end of shift"],
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

    [Test, Order(6)]
    public void Shift_OfAPatrolThatWasCalledHomeBefore_TellsThatMessage()
    {
        _lab.Run(Cancellation.Shift(Walk(), 5.0, _lab.Print));

        _lab.Printout.Lines.ShouldBe(
            [$"{_lab.Scheduler.Time:0.0} s  the patrol ended: it rains"],
            "Somebody else has cancelled this patrol, after 1 s, with the message \"it rains\". Print the message that came with the cancel.");

        IEnumerator<Awaitable> Walk()
        {
            yield return Sleep(1.0);
            CoTask.Current!.Cancel("it rains");
            yield return Sleep(1_000_000.0);
        }
    }
}
