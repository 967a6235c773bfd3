using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;
using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>The page that the help links lead to has a section for each rule, whose wrong example is reported as marked and whose right one is not.</summary>
public sealed partial class AnalyzersPageTests
{
    private static readonly string _page = RepositoryFiles.Read("Scheduler/ANALYZERS.md");

    private static IEnumerable<string> Rules => AllAnalyzers.Of(LanguageNames.CSharp)
        .SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).Distinct().Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Rules))]
    public void Rule_HasAWrongAndARightExample(string id)
    {
        string section = _page.Split("\n### ").Single(section => section.StartsWith(id, StringComparison.Ordinal));
        string[] examples = [.. Example().Matches(section).Select(static block => block.Groups["code"].Value)];

        examples.Length.ShouldBe(2);
        examples[0].ShouldContain($"// {id}");
        AnalyzedSource.OfMembers(examples[0]).ShouldBeAsMarked();
        examples[1].ShouldNotContain("// CORO");
        AnalyzedSource.OfMembers(examples[1]).ShouldBeAsMarked();
    }

    [Test]
    public void HelpLink_LeadsToTheSection() => AllAnalyzers.Of(LanguageNames.CSharp)
        .SelectMany(static analyzer => analyzer.SupportedDiagnostics)
        .ShouldAllBe(static rule => rule.HelpLinkUri.EndsWith("/blob/main/Scheduler/ANALYZERS.md#" + rule.Id.ToLowerInvariant(), StringComparison.Ordinal));

    [GeneratedRegex(@"```csharp\n(?<code>(?s:.*?))```")]
    private static partial Regex Example();
}
