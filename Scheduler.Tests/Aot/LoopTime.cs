namespace Coroutines.Aot;

/// <summary>What a switch between coroutines takes, to be compared among the ways in which a program can be published.</summary>
internal static class LoopTime
{
    private const int Tasks = 100;
    private const int StepsOfEach = 50_000;
    private const int Runs = 9;

    /// <summary>Processor time of a step in nanoseconds, the median of some runs, after others in which the just-in-time compiler has had its say.</summary>
    internal static double Measure()
    {
        for (int i = 0; i < Runs; i++)
        {
            NanosecondsPerStep();
        }

        double[] times = [.. Enumerable.Range(0, Runs).Select(static _ => NanosecondsPerStep()).Order()];
        return times[Runs / 2];
    }

    private static double NanosecondsPerStep()
    {
        TimeSpan before = Environment.CpuUsage.UserTime;
        Scheduler.Run(RunAll());
        return (Environment.CpuUsage.UserTime - before).TotalNanoseconds / (Tasks * StepsOfEach);
    }

    private static IEnumerator<Awaitable> RunAll()
    {
        CoTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(static _ => Awaitable.CreateTask(Steps()))];
        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    private static IEnumerator<Awaitable> Steps()
    {
        for (int i = 0; i < StepsOfEach; i++)
        {
            yield return null;
        }
    }
}
