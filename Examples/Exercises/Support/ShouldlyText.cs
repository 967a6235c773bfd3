namespace Coroutines.Exercises;

/// <summary>What Shouldly says, for somebody to read.</summary>
internal static class ShouldlyText
{
    private const string Advice = "\n\nAdditional Info:\n";
    private const string Table = "\n    difference\nDifference ";

    /// <summary>
    /// What the assertion itself says, and then what it has compared. Shouldly has them the other way round, with a table of each character in
    /// between.
    /// </summary>
    internal static string Of(ShouldAssertException failure)
    {
        string[] parts = failure.Message.ReplaceLineEndings("\n").Split(Advice, 2);
        string comparison = parts[0].Split(Table)[0].Trim('\n');
        return parts is [_, string advice] ? $"{advice.Trim()}\n\n{comparison}" : comparison;
    }
}
