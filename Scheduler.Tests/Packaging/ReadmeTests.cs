using Coroutines.Packaging;

namespace Coroutines.Tests.Packaging;

/// <summary>A page as a package page or a site shows it: its links lead somewhere from there, too.</summary>
public sealed class ReadmeTests
{
    private const string Repository = "https://example.org/coroutines";

    [TestCase("", "Scheduler/GUIDE.md", "https://example.org/coroutines/blob/main/Scheduler/GUIDE.md")]
    [TestCase("", "LICENSE", "https://example.org/coroutines/blob/main/LICENSE")]
    [TestCase("", ".github/SECURITY.md", "https://example.org/coroutines/blob/main/.github/SECURITY.md")]
    [TestCase("", "Scheduler/GUIDE.md#results", "https://example.org/coroutines/blob/main/Scheduler/GUIDE.md#results")]
    [TestCase("Scheduler", "GUIDE.md", "https://example.org/coroutines/blob/main/Scheduler/GUIDE.md")]
    [TestCase("Scheduler", "../CHANGELOG.md", "https://example.org/coroutines/blob/main/CHANGELOG.md")]
    [TestCase("Scheduler/Hosting", "../HOSTING.md", "https://example.org/coroutines/blob/main/Scheduler/HOSTING.md")]
    [TestCase(".github", "../README.md", "https://example.org/coroutines/blob/main/README.md")]
    [TestCase("Scheduler", "../.github/CONTRIBUTING.md", "https://example.org/coroutines/blob/main/.github/CONTRIBUTING.md")]
    [TestCase("Scheduler", "#results", "#results")]
    [TestCase("Scheduler", "https://nunit.org", "https://nunit.org")]
    [TestCase("Scheduler", "mailto:ann@example.org", "mailto:ann@example.org")]
    public void Link_LeadsToTheRepository(string folder, string link, string expected) =>
        Readme.Of($"See [that]({link}).", folder, Repository).ShouldBe($"See [that]({expected}).");

    [Test]
    public void Link_WhoseTextIsCode_LeadsToTheRepository() =>
        Readme.Of("the class [`Scheduler`](Running/Scheduler.cs)", "Scheduler", Repository)
            .ShouldBe("the class [`Scheduler`](https://example.org/coroutines/blob/main/Scheduler/Running/Scheduler.cs)");

    [Test]
    public void Repository_MayEndInASlash() =>
        Readme.Of("[a](LICENSE)", "", Repository + "/").ShouldBe("[a](https://example.org/coroutines/blob/main/LICENSE)");

    [Test]
    public void Link_ToAFileThatIsShownNear_Stays() =>
        Readme.Of("[a](GUIDE.md#results) [b](Running/Scheduler.cs)", "Scheduler", Repository, static file => file == "Scheduler/GUIDE.md")
            .ShouldBe("[a](GUIDE.md#results) [b](https://example.org/coroutines/blob/main/Scheduler/Running/Scheduler.cs)");

    [Test]
    public void Code_ThatLooksLikeALink_IsLeftAlone()
    {
        const string Page = "An `handlers[0](request)` is\n\n```csharp\nhandlers[0](request);\n```\n\ncalled\n";
        Readme.Of(Page, "Scheduler", Repository).ShouldBe(Page);
    }

    [Test]
    public void Comment_OfAPage_IsGone() =>
        Readme.Of("one\r\n<!-- snippet: a -->\r\n```csharp\r\nx\r\n```\r\n", "", Repository).ShouldBe("one\n```csharp\nx\n```\n");

    [Test]
    public void LinksOf_AreTheFilesOfTheRepository() =>
        Readme.LinksOf("[a](GUIDE.md#x) [b](../LICENSE) [c](#y) [d](https://nunit.org) `e[0](f)` [g](../.github/h.md)", "Scheduler")
            .ShouldBe(["Scheduler/GUIDE.md", "LICENSE", ".github/h.md"]);
}
