using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Coroutines.Tests;

/// <summary>What a source is compiled against that a test has the compiler look at.</summary>
/// <remarks>Each is read once, and the compiler knows what it has learned of it: to read them all anew takes longer than most of these sources.</remarks>
internal static class PlatformReferences
{
    /// <summary>.NET, the library, and whatever else is there in the suite.</summary>
    internal static ImmutableArray<MetadataReference> All { get; } = [.. Paths.Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>Those of the assemblies that bear one of these names.</summary>
    internal static IEnumerable<MetadataReference> Of(Func<string, bool> isNamed) =>
        All.Where(reference => isNamed(Path.GetFileNameWithoutExtension(reference.Display!)));

    // Another program than the test host may run the suite, to which the library is not known from its start.
    private static IEnumerable<string> Paths =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Concat([typeof(Scheduler).Assembly.Location])
        .DistinctBy(Path.GetFileName);
}
