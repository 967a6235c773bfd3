using System.Runtime.Loader;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Mutants;

/// <summary>Runs some classes of a built suite in this process, up to the first test that fails.</summary>
internal sealed class SuiteRun : ITestListener
{
    internal const int Passed = 0;
    internal const int Failed = 1;

    /// <summary>Runs the classes whose names begin so, of the suite that stands in <paramref name="directory"/>.</summary>
    internal static int Of(string directory, IEnumerable<string> beginnings)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(directory, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;

        string classes = string.Concat(beginnings.Select(static beginning => $"<class re='1'>^Coroutines\\.Tests\\.{beginning}</class>"));
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(directory, "Coroutines.Tests.dll")),
            new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
        ITestResult result = runner.Run(
            new SuiteRun(),
            TestFilter.FromXml($"<filter><and><or>{classes}</or><not><cat>Nightly</cat></not><not><cat>RealTime</cat></not></and></filter>"));
        Console.WriteLine($"{result.PassCount} passed, {result.FailCount} failed");
        return result.FailCount == 0 && result.PassCount > 0 ? Passed : Failed;
    }

    public void TestStarted(ITest test)
    {
    }

    // One is enough; and what a mutant has left behind may keep the process from an orderly end.
    public void TestFinished(ITestResult result)
    {
        if (result.ResultState.Status == TestStatus.Failed && !result.HasChildren)
        {
            Console.WriteLine($"{result.FullName}: {result.Message}");
            Environment.Exit(Failed);
        }
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }
}
