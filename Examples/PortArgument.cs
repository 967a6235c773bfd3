using System.Globalization;

namespace Coroutines.Examples;

/// <summary>The ports that the network examples are called with.</summary>
internal static class PortArgument
{
    /// <summary>The port of <c>[--port N]</c>, where there is nothing else; 0, which has the system choose one, where it is not given.</summary>
    /// <exception cref="UsageException">The arguments are something else.</exception>
    internal static int ParseOnly(string[] arguments, string usage) => arguments switch
    {
        [] => 0,
        ["--port", var number] => Parse(number, usage),
        ["--port"] => throw new UsageException("--port needs a number", usage),
        _ => throw new UsageException($"'{arguments.First(static word => word != "--port")}' is not known here", usage),
    };

    /// <exception cref="UsageException">It is no port.</exception>
    internal static int Parse(string number, string usage) =>
        ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : throw new UsageException($"a port is a number up to {ushort.MaxValue}, not '{number}'", usage);
}
