namespace Coroutines.Tests.Documentation;

/// <summary>What a page shows beneath a program is what that program prints, with nothing in it that the reader does not see.</summary>
public sealed class PageProgramTests
{
    // A drawing may stand to the right of what is printed.
    private const string Gap = "   ";

    private static readonly PagePrograms _programs = new();

    private static IEnumerable<string> Names => _programs.Names;

    [Test]
    public void Pages_HaveProgramsWithWhatTheyPrint() => Names.Count().ShouldBeGreaterThan(20);

    [TestCaseSource(nameof(Names))]
    public void Program_PrintsWhatThePageShows(string name)
    {
        string[] printed = _programs.Run(name);
        string[] shown = _programs.Shown(name);
        if (printed.Length == shown.Length)
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = shown[i].StartsWith(printed[i] + Gap, StringComparison.Ordinal) ? printed[i] : shown[i];
            }
        }

        printed.ShouldBe(shown);
    }
}
