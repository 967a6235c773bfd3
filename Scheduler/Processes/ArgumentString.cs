using System.Text;

namespace Coroutines;

/// <summary>Takes <see cref="System.Diagnostics.ProcessStartInfo.Arguments"/> apart, by the rules of Windows, which .NET keeps to everywhere.</summary>
internal static class ArgumentString
{
    internal static List<string> Split(string arguments)
    {
        var all = new List<string>();
        int at = 0;
        while (true)
        {
            while (at < arguments.Length && IsBlank(arguments[at]))
            {
                at++;
            }

            if (at == arguments.Length)
            {
                return all;
            }

            all.Add(Next(arguments, ref at));
        }
    }

    private static string Next(string arguments, ref int at)
    {
        var argument = new StringBuilder();
        bool isQuoted = false;
        while (at < arguments.Length && (isQuoted || !IsBlank(arguments[at])))
        {
            int backslashes = CountBackslashes(arguments, at);
            at += backslashes;
            if (at == arguments.Length || arguments[at] != '"')
            {
                // They mean themselves where no quote follows.
                argument.Append('\\', backslashes);
                if (backslashes == 0)
                {
                    argument.Append(arguments[at++]);
                }

                continue;
            }

            argument.Append('\\', backslashes / 2);
            if (backslashes % 2 != 0)
            {
                argument.Append('"');
            }
            else if (isQuoted && at + 1 < arguments.Length && arguments[at + 1] == '"')
            {
                // Two in a quoted part are one that is meant.
                argument.Append('"');
                at++;
            }
            else
            {
                isQuoted = !isQuoted;
            }

            at++;
        }

        return argument.ToString();
    }

    private static int CountBackslashes(string arguments, int from)
    {
        int at = from;
        while (at < arguments.Length && arguments[at] == '\\')
        {
            at++;
        }

        return at - from;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
