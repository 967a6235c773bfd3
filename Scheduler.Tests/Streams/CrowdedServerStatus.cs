using System.Globalization;

namespace Coroutines.Tests.Streams;

/// <summary>How a server stands.</summary>
/// <param name="Connections">How many it has.</param>
/// <param name="Tried">How often it has tried to accept one.</param>
/// <param name="Refused">How often the system refused.</param>
/// <param name="Reports">How often it has complained.</param>
/// <param name="Iterations">How far its loop is.</param>
/// <param name="Time">What time it is there.</param>
internal sealed record CrowdedServerStatus(int Connections, int Tried, int Refused, int Reports, long Iterations, double Time)
{
    internal static CrowdedServerStatus Read(string line)
    {
        string[] words = line.Split(' ');
        return new CrowdedServerStatus(Int(0), Int(1), Int(2), Int(3), long.Parse(words[4], CultureInfo.InvariantCulture), double.Parse(words[5], CultureInfo.InvariantCulture));

        int Int(int index) => int.Parse(words[index], CultureInfo.InvariantCulture);
    }

    internal string Write() => string.Create(CultureInfo.InvariantCulture, $"{Connections} {Tried} {Refused} {Reports} {Iterations} {Time:R}");
}
