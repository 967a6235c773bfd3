namespace Coroutines.Benchmarks;

/// <summary>The event as .NET has it for async methods: a task that is completed by hand, and a new one for the next time.</summary>
internal static class EventOnRing
{
    internal static double Run(int waiters, int wakeUps)
    {
        double nanoseconds = double.NaN;
        new Ring().Run(async ring => nanoseconds = await Broadcast(ring, waiters, wakeUps / waiters));
        return nanoseconds;
    }

    private static async Task<double> Broadcast(Ring ring, int waiters, int times)
    {
        var signal = new Signal();
        var tasks = new Task[waiters];
        for (int i = 0; i < waiters; i++)
        {
            tasks[i] = WaitOften(signal, times);
        }

        TimeSpan start = CpuTime.Now;
        for (int i = 0; i < times; i++)
        {
            signal.Pulse();
            await ring.Yield();
        }

        double nanoseconds = (CpuTime.Now - start).TotalNanoseconds;
        await Task.WhenAll(tasks);
        return nanoseconds;
    }

    private static async Task WaitOften(Signal signal, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await signal.Wait();
        }
    }

    private sealed class Signal
    {
        private TaskCompletionSource _next = NewSource();

        internal Task Wait() => _next.Task;

        internal void Pulse()
        {
            TaskCompletionSource current = _next;
            _next = NewSource();
            current.SetResult();
        }

        private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
