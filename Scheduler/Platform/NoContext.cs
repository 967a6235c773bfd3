namespace Coroutines;

/// <summary>For threads and timers that outlive whoever happens to make them, and are not to keep the <see cref="AsyncLocal{T}"/> values of his.</summary>
internal static class NoContext
{
    internal static void StartWithoutContext(this Thread thread) => Make(() =>
    {
        thread.Start();
        return thread;
    });

    internal static T Make<T>(Func<T> make)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return make();
        }

        using AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();
        return make();
    }
}
