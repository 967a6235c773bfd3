using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Sleeping and timers in virtual time, at any magnitude. Rules 3, 4 and 7.</summary>
public sealed class TimersTwins : Twins<TimersTwins>
{
    private const double Hour = 3600;
    private const double Day = 24 * Hour;
    private const double Year = 365 * Day;
    private const double Century = 100 * Year;

    private IEnumerator<Awaitable> Sleeper(object name, double seconds)
    {
        yield return Sleep(seconds);
        Log(name, "wakes");
    }

    private IEnumerator<Awaitable> Start(params (string Name, double Seconds)[] sleepers)
    {
        CoTask[] tasks = [.. sleepers.Select(sleeper => CreateTask(Sleeper(sleeper.Name, sleeper.Seconds)))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> WakeInTheOrderOfTheirDeadlines()
    {
        yield return Await(Start(("c", 3), ("a", 1), ("d", 4), ("b", 2)));
    }

    [Twin]
    public IEnumerator<Awaitable> EqualDeadlinesWakeInTheOrderOfSleeping()
    {
        yield return Await(Start([.. "abcdefghij".Select(name => ($"{name}", 1.0))]));
    }

    [Twin]
    public IEnumerator<Awaitable> EqualDeadlinesSetAtDifferentTimes()
    {
        IEnumerator<Awaitable> Late()
        {
            yield return Sleep(1);
            yield return Sleep(1);
            Log("late wakes");
        }

        CreateTask(Late());
        yield return Await(Start(("early", 2)));
        yield return Sleep(1);
    }

    [Twin]
    public IEnumerator<Awaitable> SleepAndCallAtOfTheSameTime()
    {
        Loop.CallAt(1, () => Log("before"));
        CoTask task = CreateTask(Sleeper("sleeper", 1));
        yield return Sleep(0);
        Loop.CallAt(1, () => Log("after"));
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> SleepCountsFromTheAwait()
    {
        Awaitable sleep = Sleep(5);
        yield return Sleep(1);
        yield return sleep;
        Log("awake");
    }

    [Twin]
    public IEnumerator<Awaitable> TenthsAddUpExactlyAsDoublesDo()
    {
        for (int i = 0; i < 10; i++)
        {
            yield return Sleep(0.1);
            Log("awake");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SleepsOfDifferentLengthMeet()
    {
        IEnumerator<Awaitable> Body(string name, double seconds, int count)
        {
            for (int n = 0; n < count; n++)
            {
                yield return Sleep(seconds);
                Log(name, n);
            }
        }

        CoTask[] tasks =
            [CreateTask(Body("halves", 0.5, 6)), CreateTask(Body("ones", 1, 3)), CreateTask(Body("long", 1.5, 2))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> YieldsBesideASleep()
    {
        IEnumerator<Awaitable> Spin()
        {
            for (int n = 0; n < 3; n++)
            {
                yield return null;
                Log("spin", n);
            }
        }

        CoTask task = CreateTask(Spin());
        yield return Sleep(1);
        Log("awake");
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> AnHour()
    {
        yield return Sleep(Hour);
        Log("awake");
        yield return Sleep(0.001);
        Log("awake again");
    }

    [Twin]
    public IEnumerator<Awaitable> AYear()
    {
        yield return Sleep(Year);
        Log("awake");
        yield return Sleep(1);
        Log("awake again");
    }

    [Twin]
    public IEnumerator<Awaitable> ACentury()
    {
        yield return Sleep(Century);
        Log("awake");
        yield return Sleep(0.25);
        Log("awake again");
    }

    [Twin]
    public IEnumerator<Awaitable> ACenturyOfTicksAtItsEnd()
    {
        yield return Sleep(Century);
        yield return Await(Start(("c", 3), ("a", 1), ("b", 2), ("same as b", 2)));
    }

    [Twin]
    public IEnumerator<Awaitable> AMinuteADayAndAYearTogether()
    {
        yield return Await(Start(("year", Year), ("minute", 60), ("day", Day), ("hour", Hour)));
    }

    [Twin]
    public IEnumerator<Awaitable> DeadlinesOneStepOfADoubleApart()
    {
        yield return Sleep(Century);
        double now = Loop.Time;
        Loop.CallAt(now + Math.Pow(2, -19), () => Log("next"));
        Loop.CallAt(now, () => Log("now"));
        yield return Sleep(1);
    }

    [Twin]
    public IEnumerator<Awaitable> SleepForEverUntilCancelled()
    {
        CoTask task = CreateTask(SleepFor(double.PositiveInfinity));
        yield return Sleep(Year);
        task.Cancel();
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledSleepersLeaveTheOthersAlone()
    {
        CoTask[] tasks = [.. Enumerable.Range(1, 5).Select(n => CreateTask(Sleeper(n, n)))];
        yield return Sleep(0.5);
        tasks[1].Cancel();
        tasks[3].Cancel();
        yield return tasks[4];
    }

    [Twin]
    public IEnumerator<Awaitable> HundredsOfSleepers()
    {
        CoTask[] tasks = [.. Enumerable.Range(0, 300).Select(n => CreateTask(Sleeper(n, 1 + n * 37 % 100)))];
        for (int n = 0; n < tasks.Length; n += 2)
        {
            yield return null;
            tasks[n].Cancel();
        }

        for (int n = 1; n < tasks.Length; n += 2)
        {
            yield return tasks[n];
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackReArmsItself()
    {
        void Tick(int n)
        {
            Log("tick", n);
            if (n < 4)
            {
                Loop.CallLater(2.5, () => Tick(n + 1));
            }
        }

        Loop.CallLater(2.5, () => Tick(1));
        yield return Sleep(11);
        Log("end");
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackReArmsItselfWithoutDrift()
    {
        void Tick(int n)
        {
            Log("tick", n);
            if (n < 4)
            {
                Loop.CallAt((n + 1) * 0.1, () => Tick(n + 1));
            }
        }

        Loop.CallAt(0.1, () => Tick(1));
        yield return Sleep(1);
    }

    [Twin]
    public IEnumerator<Awaitable> TimerMovesASleeper()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(10)).Catch<CancelledException>(_ => Log("woken early"));
            yield return Sleep(1);
            Log("awake");
        }

        CoTask task = CreateTask(Body());
        Loop.CallLater(2, () => task.Cancel());
        yield return task;
    }
}
