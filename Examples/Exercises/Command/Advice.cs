using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command;

/// <summary>What one of the library's analyzers has found in the learner's code, in the course's words.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Text">What is the matter there.</param>
internal sealed record Advice(string Path, int Line, string Text)
{
    private const string Awaitable = "Coroutines.Awaitable";

    private static readonly string[] _withAResult = [$"{Awaitable}<", "Coroutines.CoTask<", "Coroutines.Future<"];

    /// <summary>What a diagnostic means to a learner; null for one that is not the library's.</summary>
    internal static Advice? Of(string rule, string message, string path, int line, Messages messages) =>
        rule.StartsWith("CORO", StringComparison.Ordinal) ? new Advice(path, line, InOurWords(rule, message, messages)) : null;

    /// <summary>What an error of the compiler's asks for in a coroutine; null where its own words do.</summary>
    internal static string? Of(CompilerMessage error, Messages messages) => error.Rule switch
    {
        "CS0029" => OfConversion([.. error.Text.Split('\'').Where((_, i) => i % 2 == 1)], messages),
        "CS1626" or "CS1631" => messages.NoYieldBesideACatch,
        "CS4032" => messages.YieldInsteadOfAwait,
        _ => null,
    };

    private static string? OfConversion(string[] types, Messages messages) => types switch
    {
        [var coroutine, Awaitable] when coroutine.StartsWith("System.Collections.Generic.IEnumerator<", StringComparison.Ordinal) => messages.AwaitTheCall,
        [_, Awaitable] => messages.YieldIsNoReturn,
        [var awaited, _] when _withAResult.Any(type => awaited.StartsWith(type, StringComparison.Ordinal)) => messages.NotYetTheResult,
        _ => null,
    };

    private static string InOurWords(string rule, string message, Messages messages) => rule switch
    {
        "CORO001" => messages.CodeAfterReturn,
        "CORO002" => messages.NobodyRuns(Called(message)),
        "CORO003" => messages.NobodyWaits(Called(message)),
        "CORO004" => messages.RunTwice(Called(message)),
        "CORO005" => messages.BlocksTheLoop(message, Called(message)),
        "CORO006" => messages.LockedAroundAYield(message, Called(message)),
        "CORO007" => messages.NobodyReads(message, Called(message)),
        "CORO008" => messages.LimitsAllThatFollows(message, Called(message)),
        "CORO009" => messages.SwallowsCancels(message, Called(message)),
        "CORO010" => messages.BlocksTheLoopInside(message, Called(message)),
        _ => message,
    };

    /// <summary>The analyzers put what was called in quotes.</summary>
    private static string Called(string message) => message.Split('\'')[1];
}
