namespace Coroutines.Exercises.Command;

/// <summary>How one test ended.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="IsPassed">Whether it passed.</param>
/// <param name="Message">What the failed test says; empty if it passed.</param>
/// <param name="Output">What the code under test wrote to the console.</param>
internal sealed record TestOutcome(string Name, bool IsPassed, string Message, string Output);
