using System.Globalization;
using System.Net;

namespace Coroutines.Examples.Ping;

/// <summary>What <c>ping</c> is called with.</summary>
/// <param name="Listen">The port to answer at; null to ask.</param>
/// <param name="Host">Whom to ask.</param>
/// <param name="Port">The port of the host.</param>
/// <param name="Count">How often; null to go on until Ctrl-C.</param>
/// <param name="Interval">Seconds from one ping to the next.</param>
/// <param name="Timeout">After so many seconds without an answer a ping counts as lost.</param>
internal sealed record PingArguments(int? Listen, string Host, int Port, int? Count, double Interval, double Timeout)
{
    internal const string Usage = "ping HOST:PORT [--count N] [--interval SECONDS] [--timeout SECONDS], or ping --listen PORT";

    internal static PingArguments Parse(string[] arguments)
    {
        if (arguments is ["--listen", var listen])
        {
            return new PingArguments(PortArgument.Parse(listen, Usage), "", 0, null, 0, 0);
        }

        var parsed = new PingArguments(null, "", 0, null, 1, 1);
        for (string[] left = arguments; left is [var word, .. var rest]; left = rest)
        {
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                parsed = parsed.With(word);
                continue;
            }

            parsed = parsed.With(word, rest.FirstOrDefault());
            rest = rest[1..];
        }

        return parsed.Host.Length > 0 ? parsed : throw NoTarget();
    }

    /// <summary>The host as what an endpoint is opened to.</summary>
    internal EndPoint Target => IPAddress.TryParse(Host, out IPAddress? address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);

    private PingArguments With(string target)
    {
        int colon = target.LastIndexOf(':');
        return Host.Length > 0 ? throw new UsageException($"one host is asked, and '{target}' is a second one", Usage)
            : colon <= 0 ? throw NoTarget()
            : this with { Host = target[..colon].Trim('[', ']'), Port = PortArgument.Parse(target[(colon + 1)..], Usage) };
    }

    private PingArguments With(string option, string? value)
    {
        if (option is not ("--count" or "--interval" or "--timeout"))
        {
            throw new UsageException($"'{option}' is not known here", Usage);
        }

        double number = value is null ? throw new UsageException($"{option} needs a number", Usage) : ParseNumber(option, value);
        return option switch
        {
            "--count" => this with { Count = (int)number },
            "--interval" => this with { Interval = number },
            _ => this with { Timeout = number },
        };
    }

    private static UsageException NoTarget() => new("a host and its port are needed, such as localhost:7777", Usage);

    private static double ParseNumber(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0
        && (name != "--count" || number is >= 1 and <= int.MaxValue && number % 1 == 0)
            ? number
            : throw new UsageException($"{name} takes a number above 0, not '{value}'", Usage);
}
