namespace Coroutines.Exercises.Command;

/// <summary>What one of the library's analyzers has found in the learner's code, in the course's words.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Text">What is the matter there.</param>
internal sealed record Advice(string Path, int Line, string Text)
{
    /// <summary>What a diagnostic means to a learner; null for one that is not the library's.</summary>
    internal static Advice? Of(string rule, string message, string path, int line) =>
        rule.StartsWith("CORO", StringComparison.Ordinal) ? new Advice(path, line, InOurWords(rule, message)) : null;

    private static string InOurWords(string rule, string message) => rule switch
    {
        "CORO001" => "this never runs, since the `yield return Return(...)` before it has ended the coroutine (exercise 7)",
        "CORO002" => $"calling {Called(message)} only makes a coroutine, and nobody runs it (exercise 2)",
        "CORO003" => $"{Called(message)} only says what to wait for: without a `yield return` nobody waits (exercise 5)",
        "CORO004" => $"the coroutine in {Called(message)} has been run already, and a coroutine runs only once",
        _ => message,
    };

    /// <summary>The analyzers put what was called in quotes.</summary>
    private static string Called(string message) => message.Split('\'')[1];
}
