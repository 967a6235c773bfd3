using System.Globalization;

namespace Coroutines.Examples.Raft;

/// <summary>What <c>raft</c> is called with: one of the records below.</summary>
internal abstract record RaftArguments
{
    internal const string Usage =
        "raft [--simulate SEED [--seconds N] [--worlds N] [--mistake NAME] | --node NAME --members NAME=PORT,NAME=PORT,... --data FILE]";

    private const string Loopback = "127.0.0.1";
    private const double UsualSeconds = 3_600;

    /// <exception cref="UsageException">The arguments are something else.</exception>
    internal static RaftArguments Parse(string[] arguments) => arguments switch
    {
        [] => new Cluster(),
        ["--node", var name, "--members", var members, "--data", var file] => ParseNode(name, members, file),
        ["--simulate", var seed, .. var rest] => ParseWorld(seed, rest),
        ["--node", ..] => throw new UsageException("a node needs its name, all members and a file, in this order", Usage),
        ["--simulate"] => throw new UsageException("--simulate needs a seed, which is a number", Usage),
        _ => throw new UsageException($"'{arguments[0]}' is not known here", Usage),
    };

    internal static NodeAddress OnThisMachine(string name, int port) => new(name, Loopback, port);

    private static Node ParseNode(string name, string members, string file)
    {
        var parsed = new Node(name, [.. members.Split(',').Select(ParseMember)], file);
        return parsed.Members.Any(member => member.Name == name) ? parsed : throw new UsageException($"'{name}' is none of the members", Usage);
    }

    private static NodeAddress ParseMember(string text) => text.Split('=') is [{ Length: > 0 } name, var port]
        ? OnThisMachine(name, PortArgument.Parse(port, Usage))
        : throw new UsageException($"a member is a name and a port, such as a=7001, and not '{text}'", Usage);

    private static World ParseWorld(string seed, string[] options)
    {
        var parsed = new World((int)ParseNumber(seed), UsualSeconds, 1, Mistake.None);
        foreach (string[] option in options.Chunk(2))
        {
            parsed = option switch
            {
                ["--seconds", var seconds] => parsed with { Seconds = ParseNumber(seconds) },
                ["--worlds", var worlds] => parsed with { Count = (int)ParseNumber(worlds) },
                ["--mistake", var name] => parsed with { Mistake = ParseMistake(name) },
                [var word, _] => throw new UsageException($"'{word}' is not known here", Usage),
                _ => throw new UsageException($"'{option[0]}' is not known here, or something is missing behind it", Usage),
            };
        }

        return parsed;
    }

    private static uint ParseNumber(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number <= int.MaxValue
            ? number
            : throw new UsageException($"a seed, seconds and worlds are whole numbers, not '{text}'", Usage);

    private static Mistake ParseMistake(string name) => Enum.TryParse(name, ignoreCase: true, out Mistake mistake) && Enum.IsDefined(mistake)
        ? mistake
        : throw new UsageException($"'{name}' is none of the mistakes: {string.Join(", ", Enum.GetNames<Mistake>())}", Usage);

    /// <summary>All nodes, each in a process of its own.</summary>
    internal sealed record Cluster : RaftArguments;

    /// <summary>A single node.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Members">All nodes of the cluster, on this machine.</param>
    /// <param name="File">Where it keeps what it must not forget.</param>
    internal sealed record Node(string Name, IReadOnlyList<NodeAddress> Members, string File) : RaftArguments
    {
        /// <summary>What <see cref="Parse"/> takes.</summary>
        internal string[] ToArguments() =>
            ["--node", Name, "--members", string.Join(',', Members.Select(static member => $"{member.Name}={member.Port}")), "--data", File];
    }

    /// <summary>All nodes in a simulated world, or in one after the other.</summary>
    /// <param name="Seed">What everything in it follows from.</param>
    /// <param name="Seconds">How long it lasts, in virtual time.</param>
    /// <param name="Count">How many worlds; each has the next seed.</param>
    /// <param name="Mistake">A mistake to build in.</param>
    internal sealed record World(int Seed, double Seconds, int Count, Mistake Mistake) : RaftArguments;
}
