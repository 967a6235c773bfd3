using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Documentation;

/// <summary>Each snippet of the README can be copied as it stands into a project that has what the page says: two lines of `Using`.</summary>
public sealed partial class ReadmeSnippetsTests
{
    // A project's implicit ones, those of the page, and those of a project of tests.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Coroutines;
        global using static Coroutines.Awaitable;
        global using NUnit.Framework;
        global using Shouldly;
        """;

    private static IEnumerable<TestCaseData> Snippets =>
        from page in (string[])["README.md", "Scheduler/README.ja.md"]
        from found in Snippet().Matches(RepositoryFiles.Read(page))
        select new TestCaseData(found.Groups["code"].Value).SetArgDisplayNames(Translations.Includes(page) ? "ja" : "en", found.Groups["name"].Value);

    [Test]
    public void Readme_IsShort() => RepositoryFiles.Read("README.md").Count(static c => c == '\n').ShouldBeLessThanOrEqualTo(200);

    [TestCaseSource(nameof(Snippets))]
    public void Snippet_CompilesAsItStands(string code)
    {
        bool isMember = code.StartsWith('[');
        CSharpParseOptions language = new(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Copied",
            [CSharpSyntaxTree.ParseText(Usings, language), CSharpSyntaxTree.ParseText(isMember ? $"public class C {{ {code} }}" : code, language)],
            PlatformReferences.All,
            new CSharpCompilationOptions(isMember ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        // A snippet of functions is no program, but can stand in one.
        compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error && found.Id != "CS5001").ShouldBeEmpty();
    }

    [GeneratedRegex(@"<!-- snippet: (?<name>\S+) -->\n```csharp\n(?<code>(?s:.*?))```")]
    private static partial Regex Snippet();
}
