using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

/// <summary>What datagrams do over the sockets of the system, whichever poller and whichever calls are below.</summary>
/// <remarks>
/// The virtual clock does not wait for a socket while a timer is set, and a run under it ends with a <see cref="DeadlockException"/> when nothing is
/// watched any more: so nothing here waits for what never comes.
/// </remarks>
internal abstract partial class DatagramContract
{
    private protected static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);

    private readonly List<ExceptionContext> _reports = [];

    private protected abstract SelectorKind Kind { get; }

    private protected virtual Network NewNetwork(Network system) => system;

    [TearDown]
    public void CheckReports()
    {
        string[] reports = [.. _reports.Select(report => $"{report.Message}: {report.Exception}")];
        _reports.Clear();
        reports.ShouldBeEmpty();
    }

    private void Run(IEnumerator<Awaitable> main, TimeProvider? clock = null) => Scheduler.Run(WithNetwork(main), new SchedulerOptions
    {
        Selector = Kind,
        TimeProvider = clock ?? new VirtualClock(),
        ExceptionHandler = _reports.Add,
        HandleCtrlC = false,
    });

    /// <summary>Runs what goes on between a server and a client that is connected to it.</summary>
    private void RunBetween(Func<CoDatagram, CoDatagram, IEnumerator<Awaitable>> talk, EndPoint? at = null)
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(at ?? Loopback).Into(out var opened);
            using CoDatagram server = opened.Result;
            yield return CreateDatagramEndpoint(remote: server.LocalEndPoint).Into(out opened);
            using CoDatagram client = opened.Result;
            yield return Await(talk(server, client));
        }
    }

    private IEnumerator<Awaitable> WithNetwork(IEnumerator<Awaitable> main)
    {
        Scheduler.Current.Network = NewNetwork(Scheduler.Current.Network);
        yield return Await(main);
    }

    private static string TextOf(Datagram datagram) => Encoding.UTF8.GetString(datagram.Data.Span);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A port where nobody listens, as nobody else can take it.</summary>
    private static Socket Nobody(out EndPoint address)
    {
        // A stream's port is no datagram's.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(Loopback);
        address = socket.LocalEndPoint!;
        return socket;
    }
}
