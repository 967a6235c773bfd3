namespace Coroutines.Benchmarks;

/// <summary>The nearest that .NET has to a task group: a list of tasks that are awaited together.</summary>
internal static class GroupOnRing
{
    internal static void Run(int count) => new Ring().Run(async ring =>
    {
        var group = new List<Task>();
        for (int i = 0; i < count; i++)
        {
            group.Add(Noop(ring));
        }

        await Task.WhenAll(group);
    });

    private static async Task Noop(Ring ring)
    {
        await ring.Yield();
    }
}
