namespace Coroutines.Exercises.Command;

/// <summary>Where a line of English or Japanese may end.</summary>
/// <remarks>
/// Japanese has no spaces between its words. But most of its phrases end in hiragana, and most begin with another kind of letter: there a reader
/// expects a break, and a word of katakana or of kanji stays in one piece.
/// </remarks>
internal static class LineBreaks
{
    // What stands alone in the last line looks as if it were forgotten.
    private const int FewestLetters = 3;

    private const string Closing = "、。，．・：；？！）」』】〕";

    // What does not stand at the beginning of a line.
    private const string NeverFirst = Closing + "ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}.,:;?!\"'";

    // What does not stand at the end of a line.
    private const string NeverLast = "（「『【〔([{\"'";

    // The best ones first: another kind is looked for only where a line has none of these.
    private static readonly Func<string, int, bool>[] _kinds = [IsBetweenPhrases, IsBetweenLetters, IsSpace];

    /// <summary>How much of the line goes before the last good break that fits; zero if there is none.</summary>
    internal static int FindLast(string line, int columns) =>
        _kinds.Select(isBreak => FindLast(line, columns, isBreak)).FirstOrDefault(static end => end > 0);

    private static int FindLast(string line, int columns, Func<string, int, bool> isBreak)
    {
        int found = 0;
        for (int end = 1, used = Columns.Of(line[0]); used <= columns && LeavesEnough(line, end); used += Columns.Of(line[end++]))
        {
            found = line[end - 1] != ' ' && isBreak(line, end) ? end : found;
        }

        return found;
    }

    private static bool LeavesEnough(string line, int end) => line.Skip(end).Count(char.IsLetterOrDigit) >= FewestLetters;

    // A particle stays with what is before it, also where a space is between them; a name with its number.
    private static bool IsBetweenPhrases(string line, int end)
    {
        (char before, char after) = Neighbours(line, end);
        return IsBetweenLetters(line, end) && (line[end] == ' '
            ? !IsHiragana(after) && !(char.IsAsciiDigit(after) && IsWord(before))
            : Closing.Contains(before) || (IsHiragana(before) && !IsHiragana(after) && !IsInVerb(line, end)));
    }

    // 取り出す, 受け取る: two verbs in one.
    private static bool IsInVerb(string line, int end) =>
        end > 1 && IsKanji(line[end - 2]) && "きぎしちびみりけげせべめれ".Contains(line[end - 1]) && IsKanji(line[end]);

    // A number stays with what it counts.
    private static bool IsBetweenLetters(string line, int end)
    {
        (char before, char after) = Neighbours(line, end);
        return !IsInCode(line, end)
            && (!char.IsAsciiDigit(before) || char.IsAsciiDigit(after))
            && (line[end] == ' ' || MayMeet(before, after));
    }

    private static bool MayMeet(char before, char after) =>
        (Columns.Of(before) == 2 || Columns.Of(after) == 2)
        && !(IsKatakana(before) && IsKatakana(after))
        && !NeverFirst.Contains(after)
        && !NeverLast.Contains(before);

    private static bool IsSpace(string line, int end) => line[end] == ' ';

    private static (char Before, char After) Neighbours(string line, int end) => (line[end - 1], line.AsSpan(end).TrimStart(' ')[0]);

    private static bool IsInCode(string line, int end) => line.Take(end).Count(static letter => letter == '`') % 2 == 1;

    private static bool IsWord(char letter) => Columns.Of(letter) == 2 && !IsHiragana(letter) && !Closing.Contains(letter);

    private static bool IsKanji(char letter) => letter is >= '\u3400' and <= '\u9FFF';

    private static bool IsHiragana(char letter) => letter is >= '\u3041' and <= '\u309F';

    // The dot between two words of katakana is none of their letters.
    private static bool IsKatakana(char letter) => letter is >= '\u30A1' and <= '\u30FF' and not '・';
}
