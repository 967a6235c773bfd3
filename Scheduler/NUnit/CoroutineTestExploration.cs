using System.Globalization;
using System.Runtime.ExceptionServices;
using NUnit.Framework.Interfaces;

namespace Coroutines.Testing;

/// <summary>Many runs of a coroutine test, each in another way, or the one of them that is asked for.</summary>
/// <param name="fixture">The object that the methods belong to; null for a static method.</param>
/// <param name="method">The test method.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="returnsResult">Whether a result is expected.</param>
internal sealed class CoroutineTestExploration(object? fixture, IMethodInfo method, object?[]? arguments, bool returnsResult)
{
    private const string SeedVariable = "COROUTINES_SEED";

    private object? _result;

    /// <summary>Explores the test. Throws what it failed with.</summary>
    /// <returns>What the last run returned, if that is expected.</returns>
    internal object? Perform(ICoroutineTestOptions options)
    {
        var exploration = new ExplorationOptions { Runs = options.Explore, Seed = options.Seed, Test = options.ToTestOptions() };
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text)
        {
            Schedules.Replay(Run, SeedOf(text), exploration);
        }
        else if (Schedules.Explore(Run, exploration).Failure is { } failure)
        {
            Report(failure);
        }

        return _result;
    }

    private static int SeedOf(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed)
        ? seed
        : throw new InvalidOperationException($"The environment variable {SeedVariable} is to be the seed of a run, a number, and is '{text}'.");

    private void Run(TestScheduler scheduler) =>
        _result = CoroutineTestRun.Perform(scheduler, fixture, method, arguments, returnsResult);

    private void Report(ScheduleFailure failure)
    {
        if (FailureReport.IsVerdict(failure.Exception))
        {
            ExceptionDispatchInfo.Capture(failure.Exception).Throw();
        }

        string repetition = failure.Seed is { } seed
            ? FormattableString.Invariant($"This run alone: {SeedVariable}={seed} dotnet test --filter \"FullyQualifiedName~{method.TypeInfo.FullName}.{method.Name}\"")
            : "An ordinary run, without Explore, fails in the same way.";
        throw new ScheduleFailedException($"{failure}\n{repetition}", failure.Exception);
    }
}
