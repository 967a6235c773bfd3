using NUnit.Framework.Internal;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(28)]
public sealed class RetryChecksTests
{
    /// <summary>What is wrong with a program.</summary>
    private enum Fault
    {
        None,
        NeverPauses,
        PausesEvenly,
        PausesASecondLongerEachTime,
        PausesFirst,
        PausesLast,
        OneTooMany,
        OneTooFew,
        FirstError,
        NoError,
        LosesTheAnswer,
        GoesOnAfterASuccess,
        TriesOnceOnly,
        GoesOnAfterACancel,
        EndsACancelAsASuccess,
        EndsACancelAsAnError,
    }

    [Test, Order(1)]
    public void Check_RunsTheProgram_UnderAVirtualClock()
    {
        List<bool> isExact = [];
        try
        {
            RunCheck(Probe);
        }
        catch (Exception)
        {
            // It is no right program.
        }

        isExact.ShouldNotBeEmpty("Check has to run the program that it is given: Scheduler.Run(Main(), ...), where Main awaits retry(...).");
        isExact.ShouldAllBe(exact => exact, "Check waits in real time. Give Scheduler.Run new SchedulerOptions { TimeProvider = new VirtualClock() }.");

        IEnumerator<Awaitable> Probe(Func<IEnumerator<Awaitable>> attempt, int attempts)
        {
            double start = Scheduler.Current.Time;
            yield return Sleep(0.001);
            isExact.Add(Scheduler.Current.Time == start + 0.001);
            throw new IOException("This is no right program.");
        }
    }

    [Test, Order(2)]
    public void Check_OfARightProgram_Passes() => ShouldPass(Make(Fault.None));

    [Test, Order(3)]
    public void Check_OfARightProgramThatCallsItself_Passes()
    {
        ShouldPass((attempt, attempts) => MakeAttempts(attempt, attempts, 1.0));

        static IEnumerator<Awaitable> MakeAttempts(Func<IEnumerator<Awaitable>> attempt, int attempts, double pause)
        {
            yield return Settle(Await<string>(attempt()), out var outcome);
            if (outcome.IsSuccess || attempts == 1)
            {
                outcome.ThrowIfFailed();
                yield return Return(outcome.Result);
            }

            yield return Sleep(pause);
            yield return Await<string>(MakeAttempts(attempt, attempts - 1, 2.0 * pause)).Into(out var answer);
            yield return Return(answer.Result);
        }
    }

    [Test, Order(4)]
    public void Check_OfARightProgramWithMoreTasks_Passes()
    {
        ShouldPass(InATaskOfItsOwn);

        static IEnumerator<Awaitable> InATaskOfItsOwn(Func<IEnumerator<Awaitable>> attempt, int attempts)
        {
            yield return null;
            CoTask<string> task = CreateTask<string>(Make(Fault.None)(attempt, attempts));
            yield return task;
            yield return null;
            yield return Return(task.Result);
        }
    }

    [Test, Order(5)]
    public void Check_WithoutAPause_Fails() => ShouldFail(
        Fault.NeverPauses, "makes its attempts without a pause. Compare the moments at which they were made.");

    [Test, Order(6)]
    public void Check_WithEvenPauses_Fails() => ShouldFail(
        Fault.PausesEvenly, "pauses for 1 s each time. The second pause has to be twice as long: have two attempts fail, and compare the moments.");

    [Test, Order(7)]
    public void Check_WithPausesThatGrowTooSlowly_Fails() => ShouldFail(
        Fault.PausesASecondLongerEachTime, "pauses for 1 s, 2 s and 3 s. Up to the second pause that is right: it takes four attempts to tell it from 1 s, 2 s and 4 s.");

    [Test, Order(8)]
    public void Check_WithAPauseBeforeTheFirst_Fails() => ShouldFail(
        Fault.PausesFirst, "pauses before its first attempt. When was that made?");

    [Test, Order(9)]
    public void Check_WithAPauseAfterTheLast_Fails() => ShouldFail(
        Fault.PausesLast, "pauses once more after the last attempt has failed. Compare the time at which it ends.");

    [Test, Order(10)]
    public void Check_WithOneAttemptTooMany_Fails() => ShouldFail(
        Fault.OneTooMany, "makes one attempt too many. Have all fail, and count them.");

    [Test, Order(11)]
    public void Check_WithOneAttemptTooFew_Fails() => ShouldFail(
        Fault.OneTooFew, "makes one attempt too few. Have all fail, and count them.");

    [Test, Order(12)]
    public void Check_WithTheFirstError_Fails() => ShouldFail(
        Fault.FirstError, "fails with the first attempt's error, and not with the last one's. Compare the message.");

    [Test, Order(13)]
    public void Check_WithoutTheError_Fails() => ShouldFail(
        Fault.NoError, "ends without an error when all attempts have failed. Settle it, and look at the outcome.");

    [Test, Order(14)]
    public void Check_WithoutTheAnswer_Fails() => ShouldFail(
        Fault.LosesTheAnswer, "makes an attempt that succeeds, and returns something else. Compare what comes back.");

    [Test, Order(15)]
    public void Check_WithAnAttemptAfterTheSuccess_Fails() => ShouldFail(
        Fault.GoesOnAfterASuccess, "makes another attempt after one that has succeeded, and returns the right answer all the same. Count the attempts then, too.");

    [Test, Order(16)]
    public void Check_OfAProgramThatTriesOnce_Fails() => ShouldFail(
        Fault.TriesOnceOnly, "makes one attempt only, and fails if that does. Have an attempt succeed that is not the first one.");

    [Test, Order(17)]
    public void Check_WithAnAttemptAfterACancel_Fails() => ShouldFail(
        Fault.GoesOnAfterACancel, "makes its next attempt when it is cancelled in a pause. Cancel a task in a pause, wait for it, and count the attempts.");

    [Test, Order(18)]
    public void Check_OfACancelThatIsASuccess_Fails() => ShouldFail(
        Fault.EndsACancelAsASuccess, "stops when it is cancelled, but ends as if it had succeeded. Look at the task's outcome, or at its IsCancelled.");

    [Test, Order(19)]
    public void Check_OfACancelThatIsAnError_Fails() => ShouldFail(
        Fault.EndsACancelAsAnError, "stops when it is cancelled, but ends with an error of its own. That is no success either: look whether the task IsCancelled.");

    private static void ShouldPass(Retry right) => Explained.RunTest(
        () => RunCheck(right), "This program is right, and Check says that it is not. What does it ask for that the text does not say?");

    private static void ShouldFail(Fault fault, string what)
    {
        Retry wrong = Make(fault);
        try
        {
            RunCheck(wrong);
        }
        catch (Exception)
        {
            return;
        }

        throw new ShouldAssertException($"Check says nothing against this program, which {what}");
    }

    // What NUnit's own Assert notes in Check is no matter of this test.
    private static void RunCheck(Retry retry)
    {
        using TestExecutionContext.IsolatedContext isolated = new();
        RetryChecks.Check(retry);
    }

    private static Retry Make(Fault fault) => (attempt, attempts) => MakeAttempts(attempt, attempts, fault);

    private static IEnumerator<Awaitable> MakeAttempts(Func<IEnumerator<Awaitable>> attempt, int attempts, Fault fault)
    {
        if (fault == Fault.PausesFirst)
        {
            yield return Sleep(1.0);
        }

        int limit = fault switch
        {
            Fault.OneTooMany => attempts + 1,
            Fault.OneTooFew => attempts - 1,
            Fault.TriesOnceOnly => 1,
            _ => attempts,
        };
        Outcome<string>? first = null;
        for (int i = 0; i < limit; i++)
        {
            yield return Settle(Await<string>(attempt()), out var outcome);
            first ??= outcome;
            if (outcome.IsSuccess)
            {
                if (fault == Fault.GoesOnAfterASuccess)
                {
                    yield return Settle(attempt(), out _);
                }

                yield return Return(fault == Fault.LosesTheAnswer ? "" : outcome.Result);
            }

            if (i < limit - 1 || fault == Fault.PausesLast)
            {
                yield return Settle(Sleep(Pause(fault, i)), out var pause, includeCancellation: true);
                if (pause.IsCancelled && fault == Fault.EndsACancelAsASuccess)
                {
                    yield return Return("");
                }

                if (pause.IsCancelled && fault == Fault.EndsACancelAsAnError)
                {
                    throw new IOException("somebody has cancelled this");
                }

                if (fault != Fault.GoesOnAfterACancel)
                {
                    pause.ThrowIfFailed();
                }
            }

            if (i == limit - 1 && fault != Fault.NoError)
            {
                (fault == Fault.FirstError ? first : outcome).ThrowIfFailed();
            }
        }

        yield return Return("");
    }

    private static double Pause(Fault fault, int failures) => fault switch
    {
        Fault.NeverPauses => 0.0,
        Fault.PausesEvenly => 1.0,
        Fault.PausesASecondLongerEachTime => failures + 1.0,
        _ => Math.Pow(2.0, failures),
    };
}
