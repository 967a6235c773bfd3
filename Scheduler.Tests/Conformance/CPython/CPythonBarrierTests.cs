using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_locks, BarrierTests.</summary>
public sealed class CPythonBarrierTests
{
    private const int Parties = 5;
    private const int Half = Parties / 2;

    private readonly CoBarrier _barrier = new(Parties);
    private readonly Rig _rig = new();

    // How often the tasks of a test have come past the points that it counts.
    private int _passed;
    private int _broken;
    private int _brokenLater;

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Arrive()
    {
        yield return _barrier.Wait();
    }

    private IEnumerator<Awaitable> Reset()
    {
        yield return _barrier.Reset();
    }

    private IEnumerator<Awaitable> Abort()
    {
        yield return _barrier.Abort();
    }

    private CoTask[] Start(int count, Func<IEnumerator<Awaitable>> body) =>
        [.. Enumerable.Range(0, count).Select(_ => _rig.Start(body()))];

    private void RunAll(IEnumerable<CoTask> tasks)
    {
        foreach (CoTask task in tasks)
        {
            _rig.Scheduler.RunUntilComplete(task);
        }

        _barrier.Waiting.ShouldBe(0);
    }

    // test_repr
    [Test]
    public void ToString_TellsThePhase()
    {
        _barrier.ToString().ShouldBe("a barrier [0 of 5 arrived]");
        IEnumerator<Awaitable> Main()
        {
            Start(2, Arrive);
            yield return null;
            _barrier.ToString().ShouldBe("a barrier [2 of 5 arrived, 2 waiting]");

            Start(3, Arrive);
            yield return null;
            _barrier.ToString().ShouldBe("a barrier [draining, 4 waiting]");

            Start(2, Arrive);
            yield return null;
            yield return _barrier.Reset();
            _barrier.ToString().ShouldStartWith("a barrier [resetting");

            Start(2, Arrive);
            yield return null;
            yield return _barrier.Abort();
            _barrier.ToString().ShouldStartWith("a barrier [broken");
            _barrier.IsBroken.ShouldBeTrue();
        }

        _rig.Run(Main());
    }

    // test_filling_task_by_task
    [Test]
    public void Tasks_ThatArriveOneByOne_AreCounted()
    {
        var tasks = new List<CoTask>();
        for (int i = 1; i < Parties; i++)
        {
            tasks.Add(_rig.Start(Arrive()));
            _rig.Iterate();
            _barrier.Waiting.ShouldBe(i);
        }

        tasks.Add(_rig.Start(Arrive()));
        RunAll(tasks);

        _barrier.IsBroken.ShouldBeFalse();
    }

    // test_draining_state
    [Test]
    public void Barrier_Drains_UntilTheLastTaskHasLeft()
    {
        List<bool> isDraining = [];
        IEnumerator<Awaitable> Pass()
        {
            yield return _barrier.Wait();
            isDraining.Add(_barrier.ToString().Contains("draining", StringComparison.Ordinal));
        }

        RunAll(Start(Parties, Pass));

        isDraining.ShouldBe([true, true, true, true, false]);
        _barrier.IsBroken.ShouldBeFalse();
    }

    // test_blocking_tasks_while_draining
    [Test]
    public void Tasks_ThatComeAgainWhileItDrains_WaitForTheNextRound()
    {
        const int Early = 2;
        var others = new CoBarrier(Parties - Early);
        IEnumerator<Awaitable> Pass()
        {
            yield return _barrier.Wait();
            if (_passed++ >= Early)
            {
                yield return others.Wait();
            }

            yield return _barrier.Wait();
        }

        RunAll(Start(Parties, Pass));

        others.Waiting.ShouldBe(0);
    }

    // test_reset_barrier_when_tasks_half_draining
    [Test]
    public void Reset_WhileHalfHasLeft_BreaksTheOthers()
    {
        IEnumerator<Awaitable> Pass()
        {
            yield return Settle(_barrier.Wait(), out Outcome<int> outcome);
            if (outcome.Exception is BrokenBarrierException)
            {
                _broken++;
            }
            else if (Parties - ++_passed == Half)
            {
                yield return _barrier.Reset();
            }
        }

        RunAll(Start(Parties, Pass));

        _broken.ShouldBe(Half);
        _barrier.ToString().ShouldBe("a barrier [0 of 5 arrived]");
    }

    // test_reset_barrier_when_tasks_half_draining_half_blocking
    [Test]
    public void Reset_WhileHalfHasComeAgain_BreaksThoseStillInside_AndAllMeetInTheNextRound()
    {
        IEnumerator<Awaitable> Pass()
        {
            yield return Settle(_barrier.Wait(), out Outcome<int> outcome);
            if (outcome.Exception is BrokenBarrierException)
            {
                _broken++;
            }
            else if (++_passed > Half)
            {
                yield return _barrier.Reset();
            }

            yield return _barrier.Wait();
        }

        RunAll(Start(Parties, Pass));

        _broken.ShouldBe(Half);
        _barrier.ToString().ShouldBe("a barrier [0 of 5 arrived]");
    }

    // test_reset_barrier_while_tasks_waiting_and_waiting_again
    [Test]
    public void Tasks_BrokenByAReset_CanMeetAgain()
    {
        IEnumerator<Awaitable> PassAtLast()
        {
            yield return Settle(_barrier.Wait(), out Outcome<int> outcome);
            outcome.Exception.ShouldBeOfType<BrokenBarrierException>();
            _broken++;
            yield return _barrier.Wait();
            _passed++;
        }

        IEnumerator<Awaitable> Pass()
        {
            yield return _barrier.Wait();
            _passed++;
        }

        CoTask[] tasks = Start(Parties - 1, PassAtLast);
        _rig.Start(Reset());
        _rig.Iterate();
        CoTask last = _rig.Start(Pass());
        RunAll([.. tasks, last]);

        _barrier.IsBroken.ShouldBeFalse();
        _broken.ShouldBe(Parties - 1);
        _passed.ShouldBe(Parties);
    }

    // test_reset_barrier_while_tasks_draining
    [Test]
    public void Reset_ByTheLastTaskToLeave_BreaksNobody()
    {
        int left = 0;
        IEnumerator<Awaitable> Pass()
        {
            yield return _barrier.Wait();
            if (++left == Parties)
            {
                yield return _barrier.Reset();
            }

            yield return _barrier.Wait();
            yield return _barrier.Wait();
            _passed++;
        }

        RunAll(Start(Parties, Pass));

        _barrier.IsBroken.ShouldBeFalse();
        _passed.ShouldBe(Parties);
    }

    // test_abort_barrier_when_tasks_half_draining_half_blocking
    [Test]
    public void Abort_WhileHalfHasComeAgain_BreaksThoseInsideAndThoseThatCameAgain()
    {
        IEnumerator<Awaitable> Pass()
        {
            yield return Settle(_barrier.Wait(), out Outcome<int> first);
            if (first.Exception is BrokenBarrierException)
            {
                _broken++;
            }
            else if (++_passed > Half)
            {
                yield return _barrier.Abort();
            }
            else
            {
                yield return Settle(_barrier.Wait(), out Outcome<int> second);
                _brokenLater += second.Exception is BrokenBarrierException ? 1 : 0;
            }
        }

        RunAll(Start(Parties, Pass));

        _barrier.IsBroken.ShouldBeTrue();
        _broken.ShouldBe(Half);
        _brokenLater.ShouldBe(Parties - Half - 1);
        _barrier.ToString().ShouldBe("a barrier [broken]");
    }

    // test_abort_barrier_when_exception
    [Test]
    public void Abort_ByATaskThatFails_BreaksTheOthers()
    {
        RunAll(Start(Parties, FailInTheMiddle));

        _barrier.IsBroken.ShouldBeTrue();
        _passed.ShouldBe(0);
        _broken.ShouldBe(Parties - 1);
    }

    // test_abort_barrier_when_exception_then_resetting
    [Test]
    public void Reset_AfterAnAbort_MakesItWholeAgain()
    {
        var meeting = new CoBarrier(Parties);
        int met = 0;
        IEnumerator<Awaitable> FailAndMeetAgain()
        {
            yield return Await(FailInTheMiddle());

            // All have left before the reset, and nobody comes until it is over.
            yield return meeting.Wait().Into(out var number);
            if (number.Result == Half)
            {
                yield return _barrier.Reset();
            }

            yield return meeting.Wait();
            yield return _barrier.Wait();
            met++;
        }

        RunAll(Start(Parties, FailAndMeetAgain));

        _barrier.IsBroken.ShouldBeFalse();
        _passed.ShouldBe(0);
        _broken.ShouldBe(Parties - 1);
        met.ShouldBe(Parties);
    }

    // Passes twice, but for one task that fails in between and aborts.
    private IEnumerator<Awaitable> FailInTheMiddle()
    {
        IEnumerator<Awaitable> PassTwice()
        {
            yield return _barrier.Wait().Into(out var number);
            if (number.Result == Half)
            {
                throw new FormatException();
            }

            yield return _barrier.Wait();
            _passed++;
        }

        yield return Try(PassTwice())
            .Catch<BrokenBarrierException>(_ => _broken++)
            .Catch<FormatException>(_ => Abort());
    }
}
