using System.Globalization;
using System.Text;

namespace Coroutines;

/// <summary>
/// Words of others, names and messages, as they may stand in a report. They may come from a peer: a line break in them would
/// look like another report, and a terminal obeys control characters.
/// </summary>
internal static class Repr
{
    /// <summary>In quotation marks and escaped: Python's <c>%r</c>.</summary>
    internal static string Of(string text)
    {
        // Python's choice: the mark that the text has not.
        char mark = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        if (!text.Contains(mark) && IsPlain(text, keepsLines: false))
        {
            return $"{mark}{text}{mark}";
        }

        var quoted = new StringBuilder(text.Length + 2).Append(mark);
        AppendEscaped(quoted, text, mark, keepsLines: false);
        return quoted.Append(mark).ToString();
    }

    /// <summary>A value in a message; of one that only the user's code could show, the type.</summary>
    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => Of(text),
        _ when Type.GetTypeCode(value.GetType()) != TypeCode.Object => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => value.GetType().Name,
    };

    /// <summary>A name that stands where no quotation marks do: as it is, or else as <see cref="Of(string)"/> writes it.</summary>
    internal static string Name(string name) => Of(name) is var quoted && quoted == $"'{name}'" ? name : quoted;

    /// <summary>Text in one line, without quotation marks.</summary>
    internal static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>Text that keeps its line breaks, for where it is set apart from what stands around it.</summary>
    internal static string Lines(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        if (IsPlain(text, keepsLines))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length);
        AppendEscaped(escaped, text, mark: null, keepsLines);
        return escaped.ToString();
    }

    private static bool IsPlain(string text, bool keepsLines)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' or '\\' && !(c == '\n' && keepsLines))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="to">What to append to.</param>
    /// <param name="text">The text.</param>
    /// <param name="mark">The quotation mark around it, which is escaped, as are backslashes; null for none.</param>
    /// <param name="keepsLines">Whether line breaks stay.</param>
    private static void AppendEscaped(StringBuilder to, string text, char? mark, bool keepsLines)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (mark is not null && (c == mark || c == '\\'))
            {
                to.Append('\\').Append(c);
            }
            else if (keepsLines && (c == '\n' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')))
            {
                to.Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                to.Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendCodePoint(to, text, i, char.ConvertToUtf32(c, text[i + 1]));
                i++;
            }
            else
            {
                AppendCodePoint(to, text, i, c);
            }
        }
    }

    private static void AppendCodePoint(StringBuilder to, string text, int index, int codePoint)
    {
        if (IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, index)))
        {
            to.Append(text, index, codePoint > char.MaxValue ? 2 : 1);
            return;
        }

        to.Append(codePoint switch
        {
            '\t' => @"\t",
            '\n' => @"\n",
            '\r' => @"\r",
            <= 0xff => $@"\x{codePoint:x2}",
            <= 0xffff => $@"\u{codePoint:x4}",
            _ => $@"\U{codePoint:x8}",
        });
    }

    // As Python's str.isprintable, which lets no blank pass but the ordinary one, and no mark that turns the direction of writing.
    private static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
