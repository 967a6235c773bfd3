using System.Text;

namespace Coroutines.Analyzers;

/// <summary>An expression as it is written, without the arguments of its calls: <c>gate.Acquire().Into(out var held)</c>, <c>Sleep(...)</c>.</summary>
/// <remarks>Read off the characters, not the syntax tree, since the two languages have trees of different types.</remarks>
internal static class CallText
{
    internal static string Of(string expression)
    {
        var text = new StringBuilder();
        for (int i = 0; i < expression.Length; i++)
        {
            char c = expression[i];
            if (c is '"' or '\'')
            {
                int end = EndOfQuotation(expression, i);
                text.Append(expression, i, end - i + 1);
                i = end;
            }
            else if (c == '(' && IsBehindName(text))
            {
                int end = EndOfBrackets(expression, i);
                text.Append(Arguments(expression.Substring(i + 1, Math.Max(0, end - i - 1))));
                i = end;
            }
            else if (!char.IsWhiteSpace(c) || (text.Length > 0 && !char.IsWhiteSpace(text[text.Length - 1])))
            {
                text.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        // A chain may have a line for each of its calls.
        return text.Replace(" .", ".").ToString().TrimEnd();
    }

    // Type arguments of Visual Basic stand in brackets too, and so do casts and parentheses, which have no name before them.
    private static bool IsBehindName(StringBuilder text) =>
        text.Length > 0 && (char.IsLetterOrDigit(text[text.Length - 1]) || text[text.Length - 1] is '_' or '>' or ')' or ']');

    // What is handed out stays: Into(out var x).
    private static string Arguments(string arguments)
    {
        string trimmed = arguments.Trim();
        bool isKept = trimmed.Length == 0
            || trimmed.StartsWith("Of ", StringComparison.Ordinal)
            || (trimmed.StartsWith("out ", StringComparison.Ordinal) && trimmed.IndexOf(',') < 0);
        return isKept ? $"({trimmed})" : "(...)";
    }

    private static int EndOfBrackets(string text, int start)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
                case '"' or '\'':
                    i = EndOfQuotation(text, i);
                    break;
                default:
                    break;
            }
        }

        return text.Length - 1;
    }

    private static int EndOfQuotation(string text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[start])
            {
                return i;
            }
        }

        return text.Length - 1;
    }
}
