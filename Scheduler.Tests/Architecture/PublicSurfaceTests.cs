using PublicApiGenerator;

namespace Coroutines.Tests.Architecture;

/// <summary>A change of the public surface shows in a review, as a change of a tracked file.</summary>
public sealed class PublicSurfaceTests
{
    private const string ApprovedPath = "Scheduler/PublicApi.approved.txt";

    [Test]
    public void PublicSurface_IsTheApprovedOne()
    {
        // Both builds of the library offer the same surface; only the attributes of the assembly tell them apart, and one
        // that netstandard2.1 lacks and that the library therefore brings along.
        ApiGeneratorOptions options = new()
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = ["System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute"],
        };
        string actual = typeof(Scheduler).Assembly.GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";

        if (RepositoryFiles.Approves)
        {
            RepositoryFiles.Write(ApprovedPath, actual);
        }

        string approved = RepositoryFiles.Exists(ApprovedPath) ? RepositoryFiles.Read(ApprovedPath) : "";
        if (actual != approved)
        {
            Assert.Fail(
                $"The public surface is not what {ApprovedPath} says (- approved, + built):\n\n"
                + LineDiff.Between(approved, actual)
                + "\nIf the change is meant, run the tests once with COROUTINES_APPROVE=1 and commit the file.");
        }
    }
}
