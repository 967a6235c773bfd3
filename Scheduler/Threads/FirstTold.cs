namespace Coroutines;

/// <summary>The first of what something of .NET's tells, on whatever thread.</summary>
internal sealed class FirstTold<T>(Scheduler scheduler) : IObserver<T>
{
    /// <summary>Done when something was told.</summary>
    internal Future<T> Future { get; } = new(scheduler);

    public void OnNext(T value) => Tell(() => Future.SetResult(value));

    public void OnError(Exception error) => Tell(() => Future.SetException(error));

    public void OnCompleted() => Tell(() => Future.SetException(
        new InvalidOperationException("The observable has completed without having told anything.")));

    // Whoever tells may not know yet that nobody listens any more.
    private void Tell(Action tell)
    {
        if (scheduler.IsRunningHere)
        {
            TellFirst();
        }
        else
        {
            scheduler.Outside.Call(TellFirst);
        }

        void TellFirst()
        {
            if (!Future.IsDone)
            {
                tell();
            }
        }
    }
}
