using System.Reflection;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Tests.Testing;

/// <summary>Runs fixtures of the sample assembly with NUnit's own runner, as a test host does.</summary>
internal static class SampleRun
{
    private static readonly Lazy<IReadOnlyDictionary<string, ITestResult>> _results = new(Perform);

    /// <summary>How a sample ended, by <c>Fixture.Test</c>.</summary>
    internal static ITestResult Of(string name) => _results.Value.TryGetValue(name, out ITestResult? result)
        ? result
        : throw new ArgumentException($"No sample is named {name}. There are: {string.Join(", ", _results.Value.Keys)}", nameof(name));

    /// <summary>The names of the tests of a fixture.</summary>
    internal static IEnumerable<string> Names(string fixture) =>
        _results.Value.Keys.Where(name => name.StartsWith($"{fixture}.", StringComparison.Ordinal)).Select(name => name[(fixture.Length + 1)..]);

    private static Dictionary<string, ITestResult> Perform()
    {
        // On a thread of its own: there NUnit's idea of the current test is not that of the suite.
        Dictionary<string, ITestResult> results = [];
        var thread = new Thread(() =>
        {
            var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
            runner.Load(Assembly.Load("Coroutines.NUnit.Samples"), new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
            Collect(runner.Run(TestListener.NULL, TestFilter.Empty), results);
        });
        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }

        thread.Join();
        return results;
    }

    private static void Collect(ITestResult result, Dictionary<string, ITestResult> results)
    {
        if (!result.Test.IsSuite)
        {
            results.Add($"{result.Test.ClassName!.Split('.')[^1]}.{result.Name}", result);
        }

        foreach (ITestResult child in result.Children)
        {
            Collect(child, results);
        }
    }
}
