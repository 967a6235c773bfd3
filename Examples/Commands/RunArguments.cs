using System.Globalization;

namespace Coroutines.Examples.Commands;

/// <summary>What <c>run</c> is called with.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Limit">How many seconds it may run.</param>
/// <param name="Grace">How many seconds it has to end by itself when it is asked to.</param>
/// <param name="Restarts">How often it is started again when it has failed.</param>
internal sealed record RunArguments(string[] Command, double Limit, double Grace, int Restarts)
{
    internal const string Usage = "run [--limit SECONDS] [--grace SECONDS] [--restarts N] COMMAND [ARGUMENT...]";

    private const double UsualGrace = 5;

    /// <exception cref="UsageException">The arguments are something else.</exception>
    internal static RunArguments Parse(string[] arguments)
    {
        var parsed = new RunArguments([], double.PositiveInfinity, UsualGrace, 0);
        string[] rest = arguments;
        while (rest is [['-', '-', ..], ..])
        {
            if (rest is not [var option, var value, ..])
            {
                throw new UsageException($"{rest[0]} needs a number", Usage);
            }

            parsed = option switch
            {
                "--limit" => parsed with { Limit = Seconds(value) },
                "--grace" => parsed with { Grace = Seconds(value) },
                "--restarts" => parsed with { Restarts = Count(value) },
                _ => throw new UsageException($"'{option}' is not known here", Usage),
            };
            rest = rest[2..];
        }

        return rest is [] or ["", ..] ? throw new UsageException("a command is needed", Usage) : parsed with { Command = rest };
    }

    private static double Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            ? seconds
            : throw new UsageException($"a time is a number of seconds above 0, not '{text}'", Usage);

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new UsageException($"restarts are a number, not '{text}'", Usage);
}
