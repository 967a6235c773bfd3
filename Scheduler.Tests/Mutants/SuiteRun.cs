using System.Diagnostics;
using System.Runtime.Loader;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Mutants;

/// <summary>Runs some classes of a built suite in this process, up to the first test that fails.</summary>
internal sealed class SuiteRun(TestLimit limit) : ITestListener
{
    internal const int Passed = 0;
    internal const int Failed = 1;

    /// <summary>Runs the classes whose names begin so, one beginning after the other, of the suite that stands in <paramref name="directory"/>.</summary>
    internal static int Of(string directory, IEnumerable<string> beginnings)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(directory, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;

        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(directory, "Coroutines.Tests.dll")),
            new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
        using var limit = new TestLimit(End);
        var run = new SuiteRun(limit);
        return beginnings.All(beginning => run.Passes(runner, beginning)) ? Passed : Failed;
    }

    public void TestStarted(ITest test) => limit.Restart();

    // One is enough; and what a mutant has left behind may keep the process from an orderly end.
    public void TestFinished(ITestResult result)
    {
        if (result.ResultState.Status == TestStatus.Failed && !result.HasChildren)
        {
            Console.WriteLine($"{result.FullName}: {result.Message}");
            End();
        }
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }

    // Not by Exit, which calls whoever wants to hear of it, and may wait for a thread that a mutant has made spin.
    private static void End() => Process.GetCurrentProcess().Kill();

    private bool Passes(NUnitTestAssemblyRunner runner, string beginning)
    {
        ITestResult result = runner.Run(
            this,
            TestFilter.FromXml(
                $"<filter><and><class re='1'>^Coroutines\\.Tests\\.{beginning}</class><not><cat>Nightly</cat></not><not><cat>RealTime</cat></not></and></filter>"));
        Console.WriteLine($"{beginning}: {result.PassCount} passed, {result.FailCount} failed");
        return result.FailCount == 0 && result.PassCount > 0;
    }
}
