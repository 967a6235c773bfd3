using System.Text;

namespace Coroutines;

/// <summary>Strings as JSON has them, which may stand in a page's script as well.</summary>
internal static class JsonText
{
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            // In a script, '<' could end it.
            if (c is '"' or '\\' or '<' or < ' ' or '\u2028' or '\u2029' || char.IsSurrogate(c))
            {
                quoted.Append(FormattableString.Invariant($"\\u{(int)c:x4}"));
            }
            else
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
