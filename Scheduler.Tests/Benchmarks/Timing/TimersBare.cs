namespace Coroutines.Benchmarks;

/// <summary>The random sleeps by the bare-bones scheduler.</summary>
internal static class TimersBare
{
    internal static void Run(int sleeps, int sleepers)
    {
        var scheduler = new BareScheduler();
        scheduler.Run(SleepOften(scheduler, sleeps, sleepers));
    }

    private static IEnumerator<BareWait> SleepOften(BareScheduler scheduler, int sleeps, int sleepers)
    {
        var tasks = new BareTask[sleepers];
        for (int i = 0; i < sleepers; i++)
        {
            tasks[i] = scheduler.Start(Sleeper(sleeps / sleepers, (uint)i));
        }

        foreach (BareTask task in tasks)
        {
            yield return task;
        }
    }

    private static IEnumerator<BareWait> Sleeper(int sleeps, uint random)
    {
        for (int i = 0; i < sleeps; i++)
        {
            yield return BareWait.Sleep(TimersScenario.NextDuration(ref random));
        }
    }
}
