using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Coroutines.Tests.Analyzers;

/// <summary>A mistake that is often made, and what tells of it first: the compiler, an analyzer, or the run.</summary>
/// <param name="What">In words.</param>
/// <param name="Code">What stands in a coroutine.</param>
/// <param name="Signature">That of the coroutine, where it is not the usual one.</param>
internal sealed record CommonMistake(string What, string Code, string Signature = "IEnumerator<Awaitable> Main()")
{
    /// <summary>When it is caught, by what, and in which words.</summary>
    internal (string When, string Id, string Words) Find()
    {
        CSharpCompilation compilation = Compile();
        if (compilation.GetDiagnostics().FirstOrDefault(static found => found.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return ("compiler", error.Id, error.GetMessage(CultureInfo.InvariantCulture));
        }

        Diagnostic? warning = compilation.WithAnalyzers(AllAnalyzers.Of(LanguageNames.CSharp)).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(static found => found.Location.SourceSpan.Start).FirstOrDefault();
        if (warning is not null)
        {
            return ("analyzer", warning.Id, warning.GetMessage(CultureInfo.InvariantCulture));
        }

        try
        {
            Run(compilation);
            return ("never", "", "");
        }
        catch (Exception exception)
        {
            return ("run", exception.GetType().Name, exception.Message.Split('\n')[0].TrimEnd());
        }
    }

    private CSharpCompilation Compile()
    {
        string source = $$"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;
            using Coroutines;
            using static Coroutines.Awaitable;
            public static class Mistake
            {
                public static {{Signature}}
                {
                    {{Code}}
                }

                private static IEnumerator<Awaitable> Other()
                {
                    yield return Sleep(1.0);
                }
            }
            """;
        return CSharpCompilation.Create(
            "Mistake", [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14))], PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    private static void Run(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        compilation.Emit(image).Success.ShouldBeTrue();
        image.Position = 0;
        var context = new AssemblyLoadContext("mistake", isCollectible: true);
        try
        {
            MethodInfo main = context.LoadFromStream(image).GetType("Mistake")!.GetMethod("Main")!;
            Scheduler.Run(main.CreateDelegate<Func<IEnumerator<Awaitable>>>()(), new SchedulerOptions { TimeProvider = new VirtualClock() });
        }
        finally
        {
            context.Unload();
        }
    }
}
