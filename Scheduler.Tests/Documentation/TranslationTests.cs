using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>A translated page has all that its original has: each section, each snippet, each link.</summary>
/// <remarks>That its snippets are code that runs, and that its links lead somewhere, are tests of all pages: <see cref="DocumentationTests"/>.</remarks>
public sealed partial class TranslationTests
{
    private static IEnumerable<TestCaseData> Pages => Translations.All
        .Select(static pair => new TestCaseData(pair.Page, pair.Original).SetArgDisplayNames(pair.Page));

    private static IEnumerable<string> Texts => RepositoryFiles.Below("Examples/Exercises/Course", "README.md");

    [Test]
    public void Translations_AreThereOfTheReadmeTheGuideAndTheCourse()
    {
        IEnumerable<string> wanted =
        [
            "Scheduler/README.ja.md", "Scheduler/GUIDE.ja.md", "Examples/Exercises/README.ja.md",
            .. Texts.Select(TranslationOf),
        ];

        wanted.Except(Translations.All.Select(static pair => pair.Page)).ShouldBeNone("A text of the course, the README and the guide are there in Japanese, too.");
    }

    [TestCaseSource(nameof(Pages))]
    public void Page_HasAnOriginal(string page, string original) => RepositoryFiles.Exists(original).ShouldBeTrue($"{page} has no {original}");

    [TestCaseSource(nameof(Pages))]
    public void Page_HasTheSectionsOfItsOriginal(string page, string original) =>
        LevelsOf(page).ShouldBe(LevelsOf(original));

    [TestCaseSource(nameof(Pages))]
    public void Page_ShowsTheCodeOfItsOriginal_InItsOrder(string page, string original) =>
        CodeOf(page).ShouldBe(CodeOf(original));

    [TestCaseSource(nameof(Pages))]
    public void Page_HasTheRowsOfItsOriginal(string page, string original) => RowsOf(page).ShouldBe(RowsOf(original));

    [TestCaseSource(nameof(Pages))]
    public void Page_LeadsToItsOwnSections(string page, string original)
    {
        // A section's name in a link is its heading without what is neither a letter nor a digit, with a hyphen for each space.
        IEnumerable<string> names = Heading().Matches(WithoutCode(page)).Select(static heading =>
            string.Concat(heading.Groups["text"].Value.ToLowerInvariant().Where(static letter => letter is ' ' or '-' || char.IsLetterOrDigit(letter))).Replace(' ', '-'));

        Link().Matches(WithoutCode(page)).Select(static link => link.Groups["target"].Value).Where(static target => target.StartsWith('#')).Select(static target => target[1..])
            .Except(names).ShouldBeNone($"{page} has no such section, and {original} has it under another name.");
    }

    [TestCaseSource(nameof(Pages))]
    public void Page_LinksWhereItsOriginalLinks(string page, string original)
    {
        IReadOnlyList<string> links = [.. LinksOf(page)];

        LinksOf(original).Where(link => link != page && !links.Contains(link) && !links.Contains(TranslationOf(link)))
            .ShouldBeNone($"{page} has the links of {original}, or leads to the Japanese page in their place.");
    }

    [TestCaseSource(nameof(Pages))]
    public void Page_LeadsToJapanesePages_WhereThereAreSome(string page, string original)
    {
        // Each page has one link to its original, for those who want to compare.
        LinksOf(page).Where(link => link.EndsWith(".md", StringComparison.Ordinal) && link != original && RepositoryFiles.Exists(TranslationOf(link)))
            .ShouldBeNone("There is a Japanese page in the place of this one.");
    }

    [TestCaseSource(nameof(Texts))]
    public void TextOfAnExercise_HasTheSectionsThatTheCommandKnows_AndTheTitleOfTheIndex(string text)
    {
        string translated = TranslationOf(text);
        string[] headings = [.. Heading().Matches(WithoutCode(translated)).Select(static heading => heading.Groups["text"].Value)];
        headings[1..].ShouldBe(["学ぶこと", "やること", "asyncio では", "ヒント"]);
        headings[0].ShouldStartWith($"{NumberOf(text)}. ");
        string title = headings[0].Split(". ", 2)[1];
        RepositoryFiles.Read("Examples/Exercises/README.ja.md")
            .ShouldContain($"| {NumberOf(text)} | [{title}]({translated["Examples/Exercises/".Length..]}) |");
    }

    private static int NumberOf(string text) => int.Parse(text.Split('/')[^2].Split('-')[0]);

    private static string TranslationOf(string page) => page == "README.md" ? "Scheduler/README.ja.md" : page.Replace(".md", ".ja.md", StringComparison.Ordinal);

    private static IEnumerable<int> LevelsOf(string page) =>
        Heading().Matches(WithoutCode(page)).Select(static heading => heading.Groups["level"].Length);

    private static int RowsOf(string page) => WithoutCode(page).Split('\n').Count(static line => line.StartsWith('|'));

    /// <summary>All blocks of code, without their comments; of what a program prints, nothing is translated either.</summary>
    private static IEnumerable<string> CodeOf(string page) => Block().Matches(RepositoryFiles.Read(page))
        .Where(static block => block.Groups["language"].Value is "csharp" or "python" or "sh")
        .Select(static block => block.Groups["marker"].Value + (block.Groups["language"].Value == "csharp"
            ? Translations.WithoutComments(block.Groups["code"].Value)
            : Translations.WithoutHashComments(block.Groups["code"].Value)));

    /// <summary>The files that a page links to, as paths from the root.</summary>
    private static IEnumerable<string> LinksOf(string page) => Link().Matches(WithoutCode(page))
        .Select(static link => link.Groups["target"].Value.Split('#')[0])
        .Where(static target => target.Length > 0 && !Uri.TryCreate(target, UriKind.Absolute, out _))
        .Select(target => Path.GetRelativePath(RepositoryFiles.Root, Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(page)!, target)).Replace('\\', '/'))
        .Distinct();

    private static string WithoutCode(string page) => Block().Replace(RepositoryFiles.Read(page), "");

    [GeneratedRegex(@"^(?<level>\#+) (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?<marker><!-- [^\n]* -->\n+)?```(?<language>[^\n]*)\n(?<code>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();
}
