#if NET
using System.Runtime.CompilerServices;
#endif

namespace Coroutines;

/// <summary>
/// A thread's execution context, read from the thread itself. The public way, <see cref="ExecutionContext.Capture"/>, first asks
/// which thread it is on: a bare yield takes about a third longer with it.
/// </summary>
/// <remarks>
/// The field is the runtime's own. Whether it is there, and is what it is taken for, is tried once; where it is not,
/// everything goes the public way. Nothing is ever written to it.
/// </remarks>
internal static class ThreadContext
{
#if NET
    /// <summary>Whether <see cref="Of"/> may be called. A constant for the compiler, once it is known.</summary>
    internal static readonly bool CanBeRead = Probe();

    internal static ExecutionContext? Of(Thread thread) => FieldOf(thread);

    private static bool Probe()
    {
        // Null while the flow of contexts is suppressed: then it is not tried at all.
        if (ExecutionContext.Capture() is not { } context)
        {
            return false;
        }

        bool isRight = false;
        try
        {
            // What is set inside is undone behind it.
            ExecutionContext.Run(context, _ => isRight = TellsOfChanges(Thread.CurrentThread), null);
        }
        catch (MissingFieldException)
        {
            // Another runtime, with a field of another name.
            isRight = false;
        }

        return isRight;
    }

    private static bool TellsOfChanges(Thread thread)
    {
        ExecutionContext? before = Of(thread);
        var local = new AsyncLocal<int> { Value = 1 };
        ExecutionContext? changed = Of(thread);
        return local.Value == 1 && changed != before && ReferenceEquals(changed, ExecutionContext.Capture());
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    private static extern ref ExecutionContext? FieldOf(Thread thread);
#else
    internal static bool CanBeRead => false;

    internal static ExecutionContext? Of(Thread thread) => throw new NotSupportedException($"{thread} cannot be asked for its context.");
#endif
}
