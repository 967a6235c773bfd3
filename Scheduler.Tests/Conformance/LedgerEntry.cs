using System.Text.RegularExpressions;

namespace Coroutines.Tests.Conformance;

/// <summary>
/// A line of the ledger: what became of one of CPython's own tests of asyncio. Either <c>Class.test_name -> Fixture.Test</c>,
/// with further tests after commas, or <c>Class.test_name -- why it has no meaning here</c>, or, as ledger.py adds it,
/// <c>Class.test_name ??</c>.
/// </summary>
internal sealed partial record LedgerEntry(string Place, string Python, string[] Tests, string Reason)
{
    /// <summary>Whether nobody has looked at CPython's test yet.</summary>
    public bool IsOpen => Tests.Length == 0 && Reason.Length == 0;

    /// <summary>The entries of every ledger file, each with the place where it stands.</summary>
    public static IEnumerable<LedgerEntry> ReadAll() =>
        from file in Files
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where !line.Text.StartsWith('#')
        select Parse($"{Path.GetFileName(file)}:{line.Number}", line.Text);

    public static string[] Files =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Conformance", "Ledger"), "*.txt").Order()];

    private static LedgerEntry Parse(string place, string line)
    {
        Match match = Format().Match(line);
        match.Success.ShouldBeTrue($"{place} is no entry of a ledger: {line}");
        return new LedgerEntry(
            place,
            match.Groups["python"].Value,
            [.. match.Groups["test"].Captures.Select(test => test.Value)],
            match.Groups["reason"].Value);
    }

    [GeneratedRegex(@"^(?<python>\w+\.test_\w+) (-> (?<test>[\w.]+)(, (?<test>[\w.]+))*|-- (?<reason>\S.*)|\?\?)$")]
    private static partial Regex Format();
}
