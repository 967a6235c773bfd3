namespace Coroutines.Benchmarks;

/// <summary>
/// Start and join as async methods. The first step is posted, as <c>create_task</c> does; without that, an async method
/// would run to its end inside the call, and nothing would have been started.
/// </summary>
internal static class SpawnOnRing
{
    internal static void Run(int tasks, int batch) =>
        new RingContext().Run(ring => batch == 1 ? OneByOne(ring, tasks) : InBatches(ring, tasks, batch));

    private static async Task OneByOne(RingContext ring, int tasks)
    {
        for (int i = 0; i < tasks; i++)
        {
            await Noop(ring);
        }
    }

    private static async Task InBatches(RingContext ring, int tasks, int size)
    {
        var batch = new Task[size];
        for (int left = tasks; left > 0; left -= size)
        {
            for (int i = 0; i < size; i++)
            {
                batch[i] = Noop(ring);
            }

            foreach (Task task in batch)
            {
                await task;
            }
        }
    }

    private static async Task Noop(RingContext ring)
    {
        await ring.Yield();
    }
}
