using System.Text.RegularExpressions;

namespace Coroutines.Exercises.Command;

/// <summary>Says in another language what the tests say in English.</summary>
/// <remarks>
/// A file <c>messages.ja</c> has pairs of lines, with an empty line between the pairs: the English text as it stands in the code, and below it the
/// other one. What the code puts into a text is <c>{0}</c>, <c>{1}</c> and so on in both. A line break is <c>\n</c>. Lines that begin with
/// <c>#</c> are comments. A text that begins with a space is a row of a table, and nothing in it has another line. What has no translation stays
/// as it is.
/// </remarks>
internal sealed partial class FailureTranslation
{
    private readonly Entry[] _entries;

    private FailureTranslation(IEnumerable<(string English, string Translated)> entries) =>
        _entries = [.. entries.Select(entry => new Entry(entry.English, entry.Translated)).OrderByDescending(entry => entry.Weight)];

    /// <summary>Reads the files that there are: of those of a course, that of the exercise and that of all exercises.</summary>
    internal static FailureTranslation Read(params IEnumerable<string> paths) => new(paths.Where(File.Exists).SelectMany(ReadFile));

    /// <summary>The pairs of a file.</summary>
    internal static IEnumerable<(string English, string Translated)> ReadFile(string path)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith('#'))];
        return lines.Length % 2 == 0
            ? lines.Chunk(2).Select(pair => (pair[0], pair[1]))
            : throw new InvalidDataException($"{path} has a text without its translation.");
    }

    /// <summary>Translates a whole message, or else those of its paragraphs and lines that are known.</summary>
    internal string Translate(string message) =>
        Whole(message)
        ?? Parts(message, "\n\n")
        ?? Parts(message, "\n")
        ?? message;

    // What a text ends in may be empty, and the space before it is not shown.
    private string? Whole(string message) => Find(message) ?? Find(message + " ")?.TrimEnd();

    private string? Find(string message) =>
        _entries.Select(entry => entry.Translate(message, Translate)).FirstOrDefault(translated => translated is not null);

    private string? Parts(string message, string separator) =>
        message.Contains(separator, StringComparison.Ordinal)
            ? string.Join(separator, message.Split(separator).Select(Translate))
            : null;

    private sealed partial class Entry
    {
        private const string ParagraphEnd = "\n\n";

        private readonly string _translated;
        private readonly Regex _pattern;
        private readonly bool _hasParagraphs;

        internal Entry(string english, string translated)
        {
            _translated = WithLineBreaks(translated);
            _hasParagraphs = WithLineBreaks(english).Contains(ParagraphEnd, StringComparison.Ordinal);
            Weight = Placeholder().Replace(english, "").Length;
            string pattern = EscapedPlaceholder().Replace(Regex.Escape(WithLineBreaks(english)), "(?<p$1>.*?)");
            RegexOptions lines = english.StartsWith(' ') ? RegexOptions.None : RegexOptions.Singleline;
            _pattern = new Regex($"^{pattern}$", lines | RegexOptions.CultureInvariant);
        }

        /// <summary>How much of the text is fixed: where several texts fit, the one that says most is meant.</summary>
        internal int Weight { get; }

        // What is put into a text of one paragraph is no more than that: the next ones are texts of their own.
        internal string? Translate(string message, Func<string, string> inner) =>
            (_hasParagraphs || !message.Contains(ParagraphEnd, StringComparison.Ordinal)) && _pattern.Match(message) is { Success: true } found
                ? Placeholder().Replace(_translated, place => inner(found.Groups[$"p{place.Groups[1].Value}"].Value))
                : null;

        private static string WithLineBreaks(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal);

        [GeneratedRegex(@"\{(\d+)\}")]
        private static partial Regex Placeholder();

        [GeneratedRegex(@"\\\{(\d+)\}")]
        private static partial Regex EscapedPlaceholder();
    }
}
