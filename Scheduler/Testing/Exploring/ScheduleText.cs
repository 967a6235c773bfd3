using System.Globalization;
using System.Text;

namespace Coroutines.Testing;

/// <summary>The choices of a run in short: only those that are none of an ordinary run, each with its place.</summary>
internal static class ScheduleText
{
    internal static string Of(IReadOnlyList<int> choices)
    {
        var text = new StringBuilder();
        for (int i = 0; i < choices.Count; i++)
        {
            if (choices[i] != 0)
            {
                text.Append(text.Length == 0 ? string.Empty : " ").Append(FormattableString.Invariant($"{i}:{choices[i]}"));
            }
        }

        return text.ToString();
    }

    internal static int[] Parse(string text, string name)
    {
        List<int> choices = [];
        foreach (string part in text.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split(':');
            if (pair.Length != 2 || !TryParse(pair[0], out int place) || !TryParse(pair[1], out int choice) || place < choices.Count)
            {
                throw new ArgumentException(
                    $"A schedule is places and choices, the first places first, such as \"21:4 73:1\". {Repr.Of(part)} does not fit in there.", name);
            }

            choices.AddRange(Enumerable.Repeat(0, place - choices.Count));
            choices.Add(choice);
        }

        return [.. choices];
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
