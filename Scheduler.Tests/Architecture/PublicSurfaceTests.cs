using System.Reflection;
using Coroutines.Testing;
using PublicApiGenerator;

namespace Coroutines.Tests.Architecture;

/// <summary>A change of the public surface shows in a review, as a change of a tracked file.</summary>
public sealed class PublicSurfaceTests
{
    // What .NET Standard has no types for.
    private static readonly string[] _newer = ["System.IO.Pipelines", "PosixSignal", "SignalReader", "TlsCipherSuite", "PrintsTasksOnQuit"];

    [Test]
    public void PublicSurface_IsTheApprovedOne() => Compare(typeof(Scheduler).Assembly, "Scheduler/PublicApi.approved.txt");

    [Test]
    public void PublicSurfaceOfTheNUnitPackage_IsTheApprovedOne() =>
        Compare(typeof(CoroutineTestAttribute).Assembly, "Scheduler/NUnit/PublicApi.approved.txt");

    // With the members of a type that is left out.
    private static string WithoutNewer(string approved)
    {
        var kept = new List<string>();
        bool isInNewer = false;
        foreach (string line in approved.Split('\n'))
        {
            isInNewer |= line.StartsWith("    public sealed class SignalReader", StringComparison.Ordinal);
            if (!isInNewer && !_newer.Any(line.Contains))
            {
                kept.Add(line);
            }

            isInNewer &= line != "    }";
        }

        return string.Join('\n', kept);
    }

    private static void Compare(Assembly assembly, string approvedPath)
    {
        // Both builds of the library offer the same surface; only the attributes of the assembly tell them apart, those that
        // netstandard2.1 lacks and that the library or the compiler therefore brings along, and what has to do with pipes, which it lacks too.
        ApiGeneratorOptions options = new()
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes =
            [
                // What a debugger shows is none of it.
                "System.Diagnostics.DebuggerDisplayAttribute",
                "System.Diagnostics.DebuggerTypeProxyAttribute",
                "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
                "System.Runtime.CompilerServices.ParamCollectionAttribute",
                "System.Runtime.CompilerServices.ScopedRefAttribute",
            ],
        };
        string actual = assembly.GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";

        if (RepositoryFiles.Approves)
        {
            RepositoryFiles.Write(approvedPath, actual);
        }

        string approved = RepositoryFiles.Exists(approvedPath) ? RepositoryFiles.Read(approvedPath) : "";
        if (assembly.GetType("Coroutines.SignalReader") is null)
        {
            approved = WithoutNewer(approved);
        }

        if (actual != approved)
        {
            Assert.Fail(
                $"The public surface is not what {approvedPath} says (- approved, + built):\n\n"
                + LineDiff.Between(approved, actual)
                + "\nIf the change is meant, run the tests once with COROUTINES_APPROVE=1 and commit the file.");
        }
    }
}
