using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Analyzers;

/// <summary>The guide says of its mistakes what the analyzers say.</summary>
public sealed partial class GuideMistakesTests
{
    [TestCase("Scheduler/GUIDE.md")]
    [TestCase("Scheduler/GUIDE.ja.md")]
    public void Mistakes_OfTheGuide_AreReportedAsItSays(string page)
    {
        Match snippet = Mistakes().Match(RepositoryFiles.Read(page));
        snippet.Success.ShouldBeTrue();
        AnalyzedSource source = AnalyzedSource.OfMembers(snippet.Groups["code"].Value);
        source.ShouldBeAsMarked();
        source.Messages.Count().ShouldBe(4);
    }

    [GeneratedRegex(@"<!-- snippet: mistakes -->\n```csharp\n(?<code>(?s:.*?))```")]
    private static partial Regex Mistakes();
}
