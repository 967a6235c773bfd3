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
}
