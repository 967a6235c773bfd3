using System.Globalization;
using System.Net;
using Coroutines.Examples.Raft.Simulated;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>
/// A key-value store that is kept by three nodes, each in a process of its own, and goes on while one of them is dead. Without arguments it starts
/// them, and kills two of them one after the other while a client writes and reads.
/// </summary>
internal sealed class RaftExample(ExampleContext context, string folder)
{
    internal const string Usage = RaftArguments.Usage;

    // Of a node that does not answer, in seconds.
    private const double Patience = 1;

    private static readonly string[] _names = ["a", "b", "c"];

    private readonly Dictionary<string, NodeProcess> _nodes = [];

    internal static int Run(ExampleContext context, string[] arguments)
    {
        switch (RaftArguments.Parse(arguments))
        {
            case RaftArguments.Node node:
                Scheduler.Run(RunNode(context, node), context.Options);
                return ExitCode.Success;
            case RaftArguments.World worlds:
                return RunWorlds(context, worlds) ? ExitCode.Success : ExitCode.Failure;
            default:
                RunCluster(context);
                return ExitCode.Success;
        }
    }

    /// <summary>Runs worlds until something is wrong in one.</summary>
    private static bool RunWorlds(ExampleContext context, RaftArguments.World worlds)
    {
        for (int i = 0; i < worlds.Count; i++)
        {
            RaftReport report = RaftWorld.Run(worlds.Seed + i, worlds.Seconds, worlds.Mistake);
            context.Out.WriteLine(report);
            if (report.Fault is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static void RunCluster(ExampleContext context)
    {
        string folder = Directory.CreateTempSubdirectory("raft").FullName;
        try
        {
            Scheduler.Run(new RaftExample(context, folder).Demonstrate(), context.Options);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One node, until its standard input ends.</summary>
    private static IEnumerator<Awaitable> RunNode(ExampleContext context, RaftArguments.Node arguments)
    {
        using var storage = new FileStorage(arguments.File);
        var node = new RaftNode(new RaftOptions(arguments.Name, arguments.Members), storage, new Announcer(context.Out));
        yield return OpenStandardInput().Into(out Awaitable<CoStream> input);
        yield return Race(Await(node.Run()), Await<byte[]>(ReadToEnd(input.Result)));
    }

    private static IEnumerator<Awaitable> ReadToEnd(CoStream input)
    {
        yield return input.ReadToEnd().Into(out Awaitable<byte[]> read);
        yield return Return(read.Result);
    }

    private IEnumerator<Awaitable> Demonstrate()
    {
        yield return Await<IReadOnlyList<NodeAddress>>(ChooseAddresses()).Into(out Awaitable<IReadOnlyList<NodeAddress>> chosen);
        IReadOnlyList<NodeAddress> members = chosen.Result;
        try
        {
            foreach (string name in _names)
            {
                _nodes.Add(name, new NodeProcess(new RaftArguments.Node(name, members, Path.Combine(folder, name)), context.Out));
                yield return Await(_nodes[name].Start());
            }

            using var client = new RaftClient(members, session: 1, Patience);
            yield return Await(Timed("put greeting = hello", client.Put("greeting", "hello")));
            string first = client.LastNode;
            yield return Await(_nodes[first].Kill());
            yield return Await(Timed("append \", world\" to greeting", client.Append("greeting", ", world")));
            yield return Await(Read(client));

            yield return Await(_nodes[first].Start());
            yield return Await(_nodes[client.LastNode].Kill());
            yield return Await(Read(client));
            yield return Await(Timed("if greeting is \"hello, world\", set it to bye", client.CompareAndSet("greeting", "hello, world", "bye")));
            yield return Await(Read(client));
        }
        finally
        {
            foreach (NodeProcess node in _nodes.Values)
            {
                node.Dispose();
            }
        }
    }

    private IEnumerator<Awaitable> Read(RaftClient client)
    {
        Awaitable<string?> reading = client.Get("greeting");
        yield return Await(Timed("get greeting", reading));
        context.Out.WriteLine($"          {reading.Result}");
    }

    private IEnumerator<Awaitable> Timed(string what, Awaitable call)
    {
        double start = Scheduler.Current.Time;
        yield return call;
        string seconds = (Scheduler.Current.Time - start).ToString("0.000", CultureInfo.InvariantCulture);
        context.Out.WriteLine($"{seconds} s   {what}");
    }

    /// <summary>Ports that were free a moment ago.</summary>
    private static IEnumerator<Awaitable> ChooseAddresses()
    {
        var members = new List<NodeAddress>();
        var servers = new List<CoServer>();
        foreach (string name in _names)
        {
            yield return StartServer(static stream => Sequence(), IPAddress.Loopback.ToString(), 0).Into(out Awaitable<CoServer> started);
            servers.Add(started.Result);
            members.Add(RaftArguments.OnThisMachine(name, ((IPEndPoint)started.Result.EndPoints[0]).Port));
        }

        servers.ForEach(server => server.Close());
        yield return Return<IReadOnlyList<NodeAddress>>(members);
    }
}
