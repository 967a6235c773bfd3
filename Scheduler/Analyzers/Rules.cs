using Microsoft.CodeAnalysis;

namespace Coroutines.Analyzers;

/// <summary>The mistakes that are reported.</summary>
internal static class Rules
{
    private const string Category = "Usage";

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
            + "resume it. What follows in the same block is never reached. Move it before the Return, or into a finally block or Defer.");

    /// <summary>A coroutine that is called as if it were a method.</summary>
    internal static readonly DiagnosticDescriptor ForgottenCoroutine = new(
        "CORO002",
        "A coroutine is called and never run",
        "Calling the coroutine '{0}' runs nothing: write 'yield return Await({1})' to run it here, or 'CreateTask({1})' to run it side by side",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calling an iterator method makes an object that can be run, and runs none of its code. Await it, make a task of it, or give it to "
            + "Scheduler.Run. To drop it on purpose, assign it to a discard: '_ = X()'.");

    /// <summary>The same mistake with an iterator that is no coroutine of the library.</summary>
    internal static readonly DiagnosticDescriptor ForgottenIterator = new(
        "CORO002",
        "A coroutine is called and never run",
        "Calling the iterator '{0}' runs nothing: keep what it returns, and step that with 'MoveNext()'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calling an iterator method makes an object that can be stepped, and runs none of its code. To drop it on purpose, assign it to a "
            + "discard: '_ = X()'.");

    /// <summary>An awaitable that is not yielded.</summary>
    internal static readonly DiagnosticDescriptor ForgottenAwaitable = new(
        "CORO003",
        "An awaitable is made and never yielded",
        "'{0}' only says what to wait for, and nothing waits for it: write 'yield return {1}'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Sleep, Acquire, Put and the like do nothing until the coroutine yields what they return. To drop it on purpose, assign it to a "
            + "discard: '_ = Sleep(1)'.");

    /// <summary>A coroutine that is run twice.</summary>
    internal static readonly DiagnosticDescriptor ReusedCoroutine = new(
        "CORO004",
        "A coroutine is used twice",
        "The coroutine in '{0}' has been run, awaited or started before it comes here again: call the method that makes it once for each time, or make one task of it and await that",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A coroutine runs once. To use it again is an error at run time; of one that has ended without ever having yielded, it is recognised "
            + "only in debug mode and in test runs. A loop that tries something again has to call the iterator method in each turn.");

    /// <summary>A .NET task of a call that is synchronous inside.</summary>
    internal static readonly DiagnosticDescriptor BlockingTask = new(
        "CORO010",
        "A call that returns a task blocks the loop",
        "'{0}' returns a task only when it is done, and everything stands still until then: {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The asynchronous methods of Console.In, Console.Out and Console.Error are synchronous inside: the call itself waits for the "
            + "terminal or the pipe, on the thread of the loop. Give the synchronous method to ToThread.");
}
