namespace Coroutines;

/// <summary>What netstandard2.1's <see cref="ExecutionContext"/> lacks: putting a thread's context back.</summary>
internal static class ExecutionContexts
{
#if NET
    internal static bool CanRestore => true;

    internal static void Restore(ExecutionContext? context)
    {
        if (context is not null)
        {
            ExecutionContext.Restore(context);
        }
    }
#else
    internal static bool CanRestore => false;

    internal static void Restore(ExecutionContext? context)
    {
        // Every step runs inside ExecutionContext.Run there, which puts the context back itself.
        _ = context;
    }
#endif
}
