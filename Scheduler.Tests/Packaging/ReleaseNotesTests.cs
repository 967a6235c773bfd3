using Coroutines.Packaging;

namespace Coroutines.Tests.Packaging;

/// <summary>The newest entry of the changelog, in plain text.</summary>
public sealed class ReleaseNotesTests
{
    [Test]
    public void Notes_AreTheNewestEntry_WithoutMarkdown() => ReleaseNotes.Of(
        "# Changelog\r\n\r\nAfter [that](https://example.org).\r\n\r\n## 0.2.0\r\n\r\n### Added\r\n\r\n- `Sleep`, as [the guide](GUIDE.md#sleep) says.\r\n\r\n## 0.1.0\r\n\r\n- old\r\n")
        .ShouldBe("0.2.0\n\nAdded\n\n- Sleep, as the guide says.\n");

    [Test]
    public void Notes_AreNoLongerThanAPackagePageTakes() =>
        ReleaseNotes.Of("# Changelog\n\n## 0.2.0\n" + new string('x', 50_000)).Length.ShouldBe(35_000);

    [Test]
    public void Changelog_WithoutAnEntry_IsRefused() =>
        Should.Throw<InvalidDataException>(() => ReleaseNotes.Of("# Changelog\n")).Message.ShouldBe("The changelog has no entry: a line that begins with '## ' and a version.");
}
