namespace Coroutines.Benchmarks;

/// <summary>
/// The time limits of .NET. A wait for a task that is done sets no timer there; a token source does, on a timer that all
/// threads share.
/// </summary>
internal static class DeadlineOnRing
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(DeadlineScenario.Limit);

    internal static void RunWait(int count) => new Ring().Run(async _ =>
    {
        for (int i = 0; i < count; i++)
        {
            await Task.CompletedTask.WaitAsync(_limit);
        }
    });

    internal static void RunTimeout(int count) => new Ring().Run(async _ =>
    {
        for (int i = 0; i < count; i++)
        {
            using var source = new CancellationTokenSource(_limit);
            await Task.CompletedTask.WaitAsync(source.Token);
        }
    });
}
