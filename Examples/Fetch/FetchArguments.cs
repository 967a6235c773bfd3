using System.Globalization;

namespace Coroutines.Examples.Fetch;

/// <summary>What <c>fetch</c> was called with.</summary>
internal sealed class FetchArguments
{
    internal const string Usage = "fetch [--limit N] [--timeout SECONDS] URL...";

    private readonly List<string> _urls = [];

    /// <summary>How many pages are fetched at the same time, at most.</summary>
    internal int Limit { get; private set; } = 50;

    /// <summary>How long one page may take, in seconds.</summary>
    internal double Timeout { get; private set; } = 10;

    internal IReadOnlyList<string> Urls => _urls;

    /// <exception cref="UsageException">They make no sense.</exception>
    internal static FetchArguments Parse(string[] arguments)
    {
        var result = new FetchArguments();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--limit":
                    result.Limit = ParseLimit(ValueOf(arguments, ref i));
                    break;
                case "--timeout":
                    result.Timeout = ParseTimeout(ValueOf(arguments, ref i));
                    break;
                case ['-', ..] option:
                    throw new UsageException($"unknown option '{option}'", Usage);
                case { } url:
                    result._urls.Add(url);
                    break;
            }
        }

        return result._urls.Count > 0 ? result : throw new UsageException("no URL was given", Usage);
    }

    private static string ValueOf(string[] arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new UsageException($"{arguments[i - 1]} needs a value", Usage);

    private static int ParseLimit(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? limit
            : throw new UsageException($"--limit must be a number from 1 up, not '{value}'", Usage);

    private static double ParseTimeout(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double timeout) && timeout > 0
            ? timeout
            : throw new UsageException($"--timeout must be a number of seconds above 0, not '{value}'", Usage);
}
