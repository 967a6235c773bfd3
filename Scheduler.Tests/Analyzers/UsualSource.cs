using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>What the small sources of these tests have in common.</summary>
internal static class UsualSource
{
    /// <summary>The beginning of a file with a class, which is still open.</summary>
    internal const string Head = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using Coroutines;
        using static Coroutines.Awaitable;

        class C
        {

        """;

    /// <summary>.NET and the library.</summary>
    internal static ImmutableArray<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];
}
