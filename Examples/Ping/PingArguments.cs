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

        if (arguments is not [var target, .. var options] || target.LastIndexOf(':') is var colon && colon <= 0)
        {
            throw new UsageException("a host and its port are needed, such as localhost:7777", Usage);
        }

        var parsed = new PingArguments(null, target[..colon].Trim('[', ']'), PortArgument.Parse(target[(colon + 1)..], Usage), null, 1, 1);
        for (; options is [var name, .. var rest]; options = rest[1..])
        {
            if (name is not ("--count" or "--interval" or "--timeout"))
            {
                throw new UsageException($"'{name}' is not known here", Usage);
            }

            double number = rest is [var value, ..] ? ParseNumber(name, value) : throw new UsageException($"{name} needs a number", Usage);
            parsed = name switch
            {
                "--count" => parsed with { Count = (int)number },
                "--interval" => parsed with { Interval = number },
                _ => parsed with { Timeout = number },
            };
        }

        return parsed;
    }

    /// <summary>The host as what an endpoint is opened to.</summary>
    internal EndPoint Target => IPAddress.TryParse(Host, out IPAddress? address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);

    private static double ParseNumber(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0
        && (name != "--count" || number is >= 1 and <= int.MaxValue && number % 1 == 0)
            ? number
            : throw new UsageException($"{name} takes a number above 0, not '{value}'", Usage);
}
