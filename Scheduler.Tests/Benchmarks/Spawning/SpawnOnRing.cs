namespace Coroutines.Benchmarks;

/// <summary>
/// Start and join as async methods. The first step is posted, as <c>create_task</c> does; without that, an async method
/// would run to its end inside the call, and nothing would have been started.
/// </summary>
internal static class SpawnOnRing
{
    internal static void Run(int tasks, int batch, bool withContext) =>
        new Ring().Run(ring => batch == 1 ? OneByOne(ring, tasks) : InBatches(ring, tasks, batch), withContext);

    private static async Task OneByOne(Ring ring, int tasks)
    {
        for (int i = 0; i < tasks; i++)
        {
            await Noop(ring, i);
        }
    }

    private static async Task InBatches(Ring ring, int tasks, int size)
    {
        var batch = new Task[size];
        for (int left = tasks; left > 0; left -= size)
        {
            for (int i = 0; i < size; i++)
            {
                batch[i] = Noop(ring, i);
            }

            foreach (Task task in batch)
            {
                await task;
            }
        }
    }

    // Four kinds of coroutines that end at once; with a single kind, the JIT would turn the calls to it into something that no
    // program ever sees.
    private static Task Noop(Ring ring, int i) => (i % 4) switch
    {
        0 => Nothing(ring),
        1 => WithParameter(ring, i),
        2 => WithFinally(ring),
        _ => WithMore(ring, i, 0.5),
    };

    private static async Task Nothing(Ring ring)
    {
        await ring.Yield();
    }

    private static async Task WithParameter(Ring ring, int i)
    {
        if (i >= 0)
        {
            await ring.Yield();
        }
    }

    private static async Task WithFinally(Ring ring)
    {
        int left = 1;
        try
        {
            await ring.Yield();
        }
        finally
        {
            left--;
        }
    }

    private static async Task WithMore(Ring ring, int i, double share)
    {
        if (share > i + 1)
        {
            await ring.Yield();
        }

        await ring.Yield();
    }
}
