using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Coroutines.Analyzers;

/// <summary>The mistakes that are reported.</summary>
internal static class Rules
{
    private const string Category = "Usage";

    // A fork's diagnostics lead to the fork's page.
    private static readonly string _page = typeof(Rules).Assembly.GetCustomAttributes(typeof(AssemblyMetadataAttribute), inherit: false)
        .Cast<AssemblyMetadataAttribute>().First(static metadata => metadata.Key == "RepositoryUrl").Value + "/blob/main/Scheduler/ANALYZERS.md";

    /// <summary>Statements that stand behind <c>yield return Return(…)</c>.</summary>
    /// <remarks>An error, because the compiler takes such code for reachable and nothing would ever tell.</remarks>
    internal static readonly DiagnosticDescriptor CodeAfterReturn = new(
        "CORO001",
        "Code after Return never runs",
        "This never runs: 'yield return Return(...)' before it ends the coroutine '{0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "'yield return Return(value)' is a coroutine's return statement: the scheduler closes the coroutine there and does not "
            + "resume it. What follows in the same block is never reached. Move it before the Return, or into a finally block or Defer.",
        helpLinkUri: LinkTo("CORO001"));

    /// <summary>A coroutine that is called as if it were a method.</summary>
    internal static readonly DiagnosticDescriptor ForgottenCoroutine = new(
        "CORO002",
        "A coroutine is called and never run",
        "Calling the coroutine '{0}' runs nothing: write 'yield return Await({1})' to run it here, or 'CreateTask({1})' to run it side by side",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calling an iterator method makes an object that can be run, and runs none of its code. Await it, make a task of it, or give it to "
            + "Scheduler.Run. To drop it on purpose, assign it to a discard: '_ = X()'.",
        helpLinkUri: LinkTo("CORO002"));

    /// <summary>The same mistake with an iterator that is no coroutine of the library.</summary>
    internal static readonly DiagnosticDescriptor ForgottenIterator = new(
        "CORO002",
        "A coroutine is called and never run",
        "Calling the iterator '{0}' runs nothing: keep what it returns, and step that with 'MoveNext()'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calling an iterator method makes an object that can be stepped, and runs none of its code. To drop it on purpose, assign it to a "
            + "discard: '_ = X()'.",
        helpLinkUri: LinkTo("CORO002"));

    /// <summary>An awaitable that is not yielded.</summary>
    internal static readonly DiagnosticDescriptor ForgottenAwaitable = new(
        "CORO003",
        "An awaitable is made and never yielded",
        "'{0}' only says what to wait for, and nothing waits for it: write 'yield return {1}'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Sleep, Acquire, Put and the like do nothing until the coroutine yields what they return. To drop it on purpose, assign it to a "
            + "discard: '_ = Sleep(1)'.",
        helpLinkUri: LinkTo("CORO003"));

    /// <summary>A coroutine that is run twice.</summary>
    internal static readonly DiagnosticDescriptor ReusedCoroutine = new(
        "CORO004",
        "A coroutine is used twice",
        "The coroutine in '{0}' has been run, awaited or started before it comes here again: call the method that makes it once for each time, or make one task of it and await that",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A coroutine runs once. To use it again is an error at run time; of one that has ended without ever having yielded, it is recognised "
            + "only in debug mode and in test runs. A loop that tries something again has to call the iterator method in each turn.",
        helpLinkUri: LinkTo("CORO004"));

    /// <summary>A wait that stops the loop's thread.</summary>
    internal static readonly DiagnosticDescriptor BlockingCall = new(
        "CORO005",
        "A call blocks the loop",
        "'{0}' blocks the loop, and everything stands still until it is done: {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "All coroutines of a scheduler share one thread. One that waits in a call of .NET's, instead of yielding what it waits for, keeps all "
            + "others, the timers and the sockets waiting too.",
        helpLinkUri: LinkTo("CORO005"));

    /// <summary>A lock of threads that is held across a wait.</summary>
    internal static readonly DiagnosticDescriptor LockAroundYield = new(
        "CORO006",
        "A lock is held while the coroutine waits",
        "'{0}' stays locked while this coroutine waits, and any other coroutine of this thread passes the lock all the same: use a 'CoLock', or yield outside of it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lock belongs to a thread. All coroutines of a scheduler share one, so that it keeps none of them out; other threads are kept out until the "
            + "coroutine comes back.",
        helpLinkUri: LinkTo("CORO006"));

    /// <summary>A failure that nobody hears of.</summary>
    internal static readonly DiagnosticDescriptor UnreadOutcome = new(
        "CORO007",
        "An outcome is not read",
        "Nobody reads '{0}', so that a failure is lost: look at it, call 'ThrowIfFailed()', or write 'out _' to lose it on purpose",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Settle is this library's try: what fails in it comes back as an outcome, and nowhere else. One that is not read is an empty catch block.",
        helpLinkUri: LinkTo("CORO007"));

    /// <summary>A time limit without an end.</summary>
    internal static readonly DiagnosticDescriptor LooseTimeLimit = new(
        "CORO008",
        "A time limit has no end",
        "'{0}' limits all that follows in the coroutine: write 'using ({0})' around what it is meant for",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A time limit ends when it is disposed, or else with its coroutine. To have it for the whole rest of the coroutine, say so: "
            + "'using var limit = Timeout(1);', or '_ = Timeout(1);'.",
        helpLinkUri: LinkTo("CORO008"));

    /// <summary>A coroutine that cannot be ended.</summary>
    internal static readonly DiagnosticDescriptor SwallowedCancellation = new(
        "CORO009",
        "A loop swallows cancellation",
        "'{0}' takes a cancel and the loop goes on, so that this coroutine cannot be ended: leave the loop when the outcome 'IsCancelled', or do not ask for cancels",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A cancel that was asked for with 'includeCancellation: true', or caught as a CancelledException, is over. A loop that then takes its next turn "
            + "outlives each cancel: a time limit around it never ends, and neither does the run.",
        helpLinkUri: LinkTo("CORO009"));

    /// <summary>A .NET task of a call that is synchronous inside.</summary>
    internal static readonly DiagnosticDescriptor BlockingTask = new(
        "CORO010",
        "A call that returns a task blocks the loop",
        "'{0}' returns a task only when it is done, and everything stands still until then: {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The asynchronous methods of Console.In, Console.Out and Console.Error are synchronous inside: the call itself waits for the "
            + "terminal or the pipe, on the thread of the loop. Give the synchronous method to ToThread.",
        helpLinkUri: LinkTo("CORO010"));

    private static string LinkTo(string id) => $"{_page}#{id.ToLowerInvariant()}";
}
