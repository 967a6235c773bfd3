namespace Coroutines.Exercises;

/// <summary>The same tests for the scheduler that you write and for the library's.</summary>
[Exercise(18)]
[TestFixture(typeof(MiniScheduler))]
[TestFixture(typeof(LibraryScheduler))]
public sealed class MiniTaskTests<TScheduler>
    where TScheduler : IMiniScheduler, new()
{
    private readonly TScheduler _scheduler = new();
    private readonly Printout _printout = new();

    [Test, Order(1)]
    public void Tasks_ThatPause_RunInTurn()
    {
        IMiniTask a = _scheduler.Spawn(Walk("a", 2));
        IMiniTask b = _scheduler.Spawn(Walk("b", 1));
        _printout.ShouldRead([], "Spawn makes a task; its first step comes when the scheduler runs.");

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  a 1", "0.0 s  b 1", "0.0 s  a 2", "0.0 s  b ends", "0.0 s  a ends"],
            "After a Step.Pause the next step comes with CallSoon.");
        Expected.True(a.IsDone && b.IsDone, "Both coroutines have run to their ends, so their tasks are done.");
        a.Result.ShouldBeNull("A coroutine without a Step.Return has the result null.");
    }

    [Test, Order(2)]
    public void Tasks_ThatSleep_SleepSideBySide()
    {
        _scheduler.Spawn(Nap("a", 2.0));
        _scheduler.Spawn(Nap("b", 1.0));

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  a sleeps", "0.0 s  b sleeps", "1.0 s  b wakes", "2.0 s  a wakes"],
            "After a Step.Sleep the next step comes with CallLater.");
    }

    [Test, Order(3)]
    public void Return_EndsTheCoroutineWithAResult()
    {
        IMiniTask task = _scheduler.Spawn(Answer());

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  thinks", "0.0 s  closes"],
            "Step.Return ends the coroutine on the spot: nothing after it runs, except its `finally` blocks, which Dispose runs.");
        Expected.True(task.IsDone, "The coroutine has returned, so the task is done.");
        task.Result.ShouldBe(42, "That is the value of the Step.Return.");

        IEnumerator<Step> Answer()
        {
            try
            {
                Print("thinks");
                yield return new Step.Return(42);
                Print("goes on after its end");
            }
            finally
            {
                Print("closes");
            }
        }
    }

    [Test, Order(4)]
    public void Join_OfARunningTask_WaitsForItsResult()
    {
        IMiniTask slow = _scheduler.Spawn(Compute());
        _scheduler.Spawn(Wait("a"));
        _scheduler.Spawn(Wait("b"));

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  a waits", "0.0 s  b waits", "3.0 s  a has 7", "3.0 s  b has 7"],
            "Two tasks join one that sleeps for 3 s. Both go on when it has ended, in the order in which they have joined.");

        IEnumerator<Step> Compute()
        {
            yield return new Step.Sleep(3.0);
            yield return new Step.Return(7);
        }

        IEnumerator<Step> Wait(string name)
        {
            Print($"{name} waits");
            yield return new Step.Join(slow);
            Print($"{name} has {slow.Result}");
        }
    }

    [Test, Order(5)]
    public void Join_OfATaskThatHasEnded_GoesOn()
    {
        IMiniTask early = _scheduler.Spawn(Walk("early", 0));
        _scheduler.Spawn(JoinLate());

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  early ends", "5.0 s  joins", "5.0 s  goes on"],
            "The joined task has ended long ago, so nothing will wake whoever joins it now: it has to go on by itself.");

        IEnumerator<Step> JoinLate()
        {
            yield return new Step.Sleep(5.0);
            Print("joins");
            yield return new Step.Join(early);
            Print("goes on");
        }
    }

    [Test, Order(6)]
    public void AFailure_GoesToWhoeverLooksAtTheResult_AndDisturbsNobodyElse()
    {
        IMiniTask broken = _scheduler.Spawn(Break());
        IMiniTask careless = _scheduler.Spawn(Look());
        _scheduler.Spawn(Nap("other", 2.0));

        Should.NotThrow(_scheduler.Run, "A coroutine has thrown. Its task keeps the exception; it must not fly through the loop.");

        _printout.ShouldRead(
            ["0.0 s  joins", "0.0 s  other sleeps", "1.0 s  breaks", "1.0 s  is woken", "2.0 s  other wakes"],
            "A task that fails has ended too: it wakes whoever has joined it. The others go on undisturbed.");
        Expected.Error<IOException>(() => broken.Result, "Result throws what the coroutine has thrown.").Message.ShouldBe("it broke");
        Expected.Error<IOException>(
            () => careless.Result,
            "Whoever looks at the Result of a failed task, and catches nothing, fails in turn.");

        IEnumerator<Step> Break()
        {
            yield return new Step.Sleep(1.0);
            Print("breaks");
            throw new IOException("it broke");
        }

        IEnumerator<Step> Look()
        {
            Print("joins");
            yield return new Step.Join(broken);
            Print("is woken");
            Print($"has {broken.Result}");
        }
    }

    [Test, Order(7)]
    public void AFailure_OfAnyKind_StaysWithItsTask()
    {
        IMiniTask[] broken = [.. new Exception[] { new InvalidOperationException("one"), new KeyNotFoundException("two"), new TimeoutException("three") }
            .Select(error => _scheduler.Spawn(Break(error)))];

        Should.NotThrow(_scheduler.Run, "Three coroutines have thrown exceptions of different kinds. None may fly through the loop.");

        broken.Select(task => Expected.Error<Exception>(() => task.Result, "Result throws what the coroutine has thrown.").Message)
            .ShouldBe(["one", "two", "three"], "Each task keeps its own exception, of whatever kind it is.");

        static IEnumerator<Step> Break(Exception error)
        {
            yield return new Step.Pause();
            throw error;
        }
    }

    [Test, Order(8)]
    public void Return_WhoseFinallyBlockFails_FailsTheTask()
    {
        IMiniTask broken = _scheduler.Spawn(Answer());
        _scheduler.Spawn(Nap("other", 2.0));

        Should.NotThrow(_scheduler.Run, "A `finally` block has thrown when the coroutine was disposed. This may not fly through the loop either.");

        _printout.ShouldRead(["0.0 s  other sleeps", "2.0 s  other wakes"], "The others go on undisturbed.");
        Expected.Error<IOException>(() => broken.Result, "The task has failed with what its `finally` block has thrown.");

        static IEnumerator<Step> Answer()
        {
            try
            {
                yield return new Step.Return(42);
            }
            finally
            {
                Close();
            }
        }

        static void Close() => throw new IOException("it cannot be closed");
    }

    [Test, Order(9)]
    public void Pause_KeepsItsPlaceInTheRound()
    {
        _scheduler.Spawn(Walk("a", 1));
        _scheduler.Spawn(SpawnAnother());

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  a 1", "0.0 s  b spawns c", "0.0 s  a ends", "0.0 s  c ends"],
            "a pauses before b spawns c, so a has its next step before c has its first. A pause is a CallSoon: a timer of 0 s comes "
            + "after all that is ready already.");

        IEnumerator<Step> SpawnAnother()
        {
            Print("b spawns c");
            _scheduler.Spawn(Walk("c", 0));
            yield break;
        }
    }

    [Test, Order(10)]
    public void Join_OfATaskThatSleepsForDays_AsksForNothingMeanwhile()
    {
        IMiniTask slow = _scheduler.Spawn(Nap("slow", 1_000_000.5));
        _scheduler.Spawn(JoinSlow());

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  slow sleeps", "0.0 s  joins", "1000000.5 s  slow wakes", "1000000.5 s  goes on"],
            "Who joins a task is one of its waiters, and Finish wakes it. Nobody has to ask again and again.");

        IEnumerator<Step> JoinSlow()
        {
            Print("joins");
            yield return new Step.Join(slow);
            Print("goes on");
        }
    }

    [Test, Order(11)]
    public void Join_OfATaskThatEnds_GoesOnInTheNextRound()
    {
        IMiniTask? a = null;
        _scheduler.Spawn(JoinA());
        a = _scheduler.Spawn(Walk("a", 1));
        _scheduler.Spawn(Walk("b", 1));

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  joins a", "0.0 s  a 1", "0.0 s  b 1", "0.0 s  a ends", "0.0 s  b ends", "0.0 s  goes on"],
            "In the round in which a ends, b has its turn too. Who has joined a is called in the next round: Finish asks the loop for it with "
            + "CallSoon, and does not make the other's step itself.");

        IEnumerator<Step> JoinA()
        {
            Print("joins a");
            yield return new Step.Join(a!);
            Print("goes on");
        }
    }

    [Test, Order(12)]
    public void Join_OfATaskThatHasEnded_LetsTheOthersHaveTheirTurn()
    {
        IMiniTask early = _scheduler.Spawn(Walk("early", 0));
        _scheduler.Spawn(JoinEarly());
        _scheduler.Spawn(Walk("b", 0));

        _scheduler.Run();

        _printout.ShouldRead(
            ["0.0 s  early ends", "0.0 s  joins", "0.0 s  b ends", "0.0 s  goes on"],
            "The joined task has ended already, so whoever joins it goes on in the next round, and not on the spot: b has its turn before.");

        IEnumerator<Step> JoinEarly()
        {
            Print("joins");
            yield return new Step.Join(early);
            Print("goes on");
        }
    }

    private IEnumerator<Step> Walk(string name, int steps)
    {
        for (int i = 1; i <= steps; i++)
        {
            Print($"{name} {i}");
            yield return new Step.Pause();
        }

        Print($"{name} ends");
    }

    private IEnumerator<Step> Nap(string name, double seconds)
    {
        Print($"{name} sleeps");
        yield return new Step.Sleep(seconds);
        Print($"{name} wakes");
    }

    private void Print(string line) => _printout.Write(FormattableString.Invariant($"{_scheduler.Time:0.0} s  {line}"));
}
