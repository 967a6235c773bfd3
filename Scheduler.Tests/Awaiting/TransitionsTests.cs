namespace Coroutines.Tests.Awaiting;

/// <summary>Every cell of the table of states, asked of the table and of real futures.</summary>
public sealed class TransitionsTests
{
    private static readonly (FutureState From, FutureState To)[] _allowed =
    [
        (FutureState.Pending, FutureState.Finished),
        (FutureState.Pending, FutureState.Cancelled),
        (FutureState.Ready, FutureState.Running),
        (FutureState.Running, FutureState.Ready),
        (FutureState.Running, FutureState.Waiting),
        (FutureState.Running, FutureState.Finished),
        (FutureState.Running, FutureState.Cancelled),
        (FutureState.Waiting, FutureState.Ready),
    ];

    private static IEnumerable<TestCaseData> Cells() =>
        from @from in Enum.GetValues<FutureState>()
        from to in Enum.GetValues<FutureState>()
        select new TestCaseData(@from, to, _allowed.Contains((@from, to)));

    [Test]
    public void Table_HasSixBySixCells() => Cells().Count().ShouldBe(36);

    [TestCaseSource(nameof(Cells))]
    public void Table_SaysWhichStateMayFollow(FutureState from, FutureState to, bool isAllowed) =>
        Transitions.IsAllowed(from, to).ShouldBe(isAllowed);

    [TestCaseSource(nameof(Cells))]
    public void Future_Moved_ObeysTheTable(FutureState from, FutureState to, bool isAllowed)
    {
        using var scheduler = new Scheduler();
        var future = new Movable(scheduler, from) { Name = "cell" };

        if (isAllowed)
        {
            future.MoveTo(to);
            future.State.ShouldBe(to);
        }
        else
        {
            Should.Throw<InvalidStateException>(() => future.MoveTo(to))
                .Message.ShouldBe($"future 'cell' is {from} and cannot become {to}.");
            future.State.ShouldBe(from);
        }
    }

    [TestCase(FutureState.Finished)]
    [TestCase(FutureState.Cancelled)]
    public void Future_Done_RefusesEveryOtherEnd_AndNamesBothStates(FutureState end)
    {
        using var rig = new Rig();
        Future<int> future = rig.Scheduler.CreateFuture<int>();
        if (end == FutureState.Finished)
        {
            future.SetResult(1);
        }
        else
        {
            future.Cancel();
        }

        string expected = $"a future is {end} and cannot become Finished.";
        Should.Throw<InvalidStateException>(() => future.SetResult(2)).Message.ShouldBe(expected);
        Should.Throw<InvalidStateException>(() => ((Future)future).SetResult(2)).Message.ShouldBe(expected);
        Should.Throw<InvalidStateException>(() => future.SetException(new IOException())).Message.ShouldBe(expected);
        future.Cancel().ShouldBeFalse();
        future.State.ShouldBe(end);
    }

    [Test]
    public void IsFinal_HoldsForTheTwoEnds() =>
        Enum.GetValues<FutureState>().Where(Transitions.IsFinal)
            .ShouldBe([FutureState.Finished, FutureState.Cancelled]);

    [Test]
    public void Task_WalksTheWholeTable()
    {
        using var rig = new Rig();
        var seen = new List<(FutureState, FutureState)>();
        CoTask task = null!;
        FutureState last = FutureState.Ready;
        void Note(FutureState state)
        {
            seen.Add((last, state));
            last = state;
        }

        IEnumerator<Awaitable> Body(bool fail)
        {
            Note(task.State);
            rig.Scheduler.CallSoon(() => Note(task.State));
            yield return null;
            Note(task.State);
            rig.Scheduler.CallSoon(() => Note(task.State));
            var future = new Future();
            rig.Scheduler.CallSoon(() =>
            {
                future.SetResult();
                Note(task.State);
            });
            yield return future;
            Note(task.State);
            if (fail)
            {
                throw new CancelledException();
            }
        }

        task = rig.Start(Body(fail: false));
        rig.Scheduler.RunUntilComplete(task);
        Note(task.State);
        task = rig.Start(Body(fail: true));
        last = task.State;
        Should.Throw<CancelledException>(() => rig.Scheduler.RunUntilComplete(task));
        Note(task.State);

        seen.Distinct().Order().ShouldBe(_allowed.Where(cell => cell.From != FutureState.Pending).Order());
    }

    private sealed class Movable(Scheduler scheduler, FutureState state) : Future(scheduler, state)
    {
        internal void MoveTo(FutureState to) => Move(to);
    }
}
