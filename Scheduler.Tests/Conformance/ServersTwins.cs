using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Servers: starting, serving, closing, clients. Rules 48 to 50.</summary>
[Platform("Linux")]
public sealed partial class ServersTwins : NotedTwins<ServersTwins>
{
    private const string Local = "127.0.0.1";

    private static Awaitable<CoServer> Serve(Func<CoStream, IEnumerator<Awaitable>> handler, ServerOptions? options = null) =>
        StartServer(handler, Local, 0, options);

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static Awaitable<CoStream> Open(CoServer server) => OpenConnection(Local, PortOf(server));

    private static IEnumerator<Awaitable> Shout(CoStream stream)
    {
        StreamLineReader lines = stream.ReadLines();
        while (true)
        {
            yield return lines.Next();
            if (lines.IsAtEnd)
            {
                yield break;
            }

            stream.Write(lines.Current.ToUpperInvariant() + "\n");
        }
    }

    /// <returns>A coroutine that returns the answer.</returns>
    private static IEnumerator<Awaitable> Ask(CoStream stream, string question)
    {
        stream.Write(question + "\n");
        yield return stream.ReadLine().Into(out Awaitable<string?> answer);
        yield return Return(answer.Result ?? "nothing");
    }

    private IEnumerator<Awaitable> Asking(CoStream stream, string question)
    {
        yield return Await<string>(Ask(stream, question)).Into(out Awaitable<string> answer);
        Note(answer.Result);
    }

    private static IEnumerator<Awaitable> HangUp(CoStream stream)
    {
        stream.Close();
        yield return stream.WaitClosed();
    }

    private static IEnumerator<Awaitable> HangUp(CoStream stream, CoServer server)
    {
        yield return Await(HangUp(stream));
        server.Close();
        yield return server.WaitClosed();
    }

    private static IEnumerator<Awaitable> Until(Func<bool> condition)
    {
        while (!condition())
        {
            yield return null;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AConversation()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        CoStream client = opened.Result;
        yield return Await<string>(Ask(client, "hello")).Into(out Awaitable<string> first);
        yield return Await<string>(Ask(client, "again")).Into(out Awaitable<string> second);
        Note(first.Result, second.Result);
        Note("peer", client.RemoteEndPoint is IPEndPoint peer && peer.Port == PortOf(server));
        client.WriteEof();
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> rest);
        Note("rest", rest.Result.Length);
        yield return Await(HangUp(client, server));
        Note("serving", server.IsServing);
    }

    [Twin]
    public IEnumerator<Awaitable> SeveralClientsAtOnce()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        var clients = new List<CoStream>();
        for (int i = 0; i < 5; i++)
        {
            yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
            clients.Add(opened.Result);
        }

        for (int i = clients.Count - 1; i >= 0; i--)
        {
            yield return Await(Asking(clients[i], $"client {i}"));
        }

        foreach (CoStream client in clients)
        {
            yield return Await(HangUp(client));
        }

        started.Result.Close();
        yield return started.Result.WaitClosed();
    }

    [Twin]
    public IEnumerator<Awaitable> CloseLeavesConnectionsAlone()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        yield return Await(Asking(opened.Result, "before"));
        server.Close();
        server.Close();
        Note("serving", server.IsServing);
        yield return Await(NotedEnding("another", Open(server)));
        yield return Await(Asking(opened.Result, "after"));
        CoTask task = CreateTask(NotedEnding("wait closed", server.WaitClosed()));
        yield return Await(Pause(5));
        Note("closed", task.IsDone);
        yield return Await(HangUp(opened.Result));
        yield return task;
        yield return Await(NotedEnding("again", server.WaitClosed()));
    }

    [Twin]
    public IEnumerator<Awaitable> WaitClosedBeforeTheClose()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        CoTask task = CreateTask(NotedEnding("wait closed", started.Result.WaitClosed()));
        yield return Await(Pause(5));
        Note("closed", task.IsDone);
        started.Result.Close();
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> ACancelledWaitClosed()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        CoTask task = CreateTask(NotedEnding("wait closed", started.Result.WaitClosed()));
        yield return Await(Pause());
        task.Cancel();
        yield return task;
        Note("serving", started.Result.IsServing);
        started.Result.Close();
        yield return started.Result.WaitClosed();
    }

    [Twin]
    public IEnumerator<Awaitable> ClientsThatAreClosed()
    {
        bool isConnected = false;

        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            isConnected = true;
            stream.Write(new byte[1000]);
            yield return Await(NotedEnding("handler", stream.ReadExactly(1)));
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(Until(() => isConnected));
        started.Result.CloseClients();
        yield return opened.Result.ReadToEnd().Into(out Awaitable<byte[]> received);
        Note("received", received.Result.Length);
        Note("serving", started.Result.IsServing);
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> ClientsThatAreAborted()
    {
        const int Much = 8_000_000;
        bool isConnected = false;
        int count = 0;

        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            stream.Write(new byte[Much]);
            isConnected = true;
            yield return Await(NotedEnding("handler", stream.ReadExactly(1)));
        }

        IEnumerator<Awaitable> ReceiveAll(CoStream stream)
        {
            while (!stream.IsAtEof)
            {
                yield return stream.Read(100_000).Into(out Awaitable<byte[]> some);
                count += some.Result.Length;
            }
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(Until(() => isConnected));
        started.Result.AbortClients();
        yield return Settle(ReceiveAll(opened.Result), out _);
        Note("all has come", count == Much);
        opened.Result.Close();
        started.Result.Close();
        yield return started.Result.WaitClosed();
    }

    [Twin]
    public IEnumerator<Awaitable> ServedLater()
    {
        yield return Serve(Shout, new ServerOptions { StartServing = false }).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        Note("serving", server.IsServing);
        yield return Await(NotedEnding("too early", Open(server)));
        yield return server.StartServing();
        yield return server.StartServing();
        Note("serving", server.IsServing);
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        yield return Await(Asking(opened.Result, "hello"));
        yield return Await(HangUp(opened.Result));
        server.Close();
        Note("serving", server.IsServing);
    }

    [Twin]
    public IEnumerator<Awaitable> ServedUntilItIsCancelled()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        CoTask task = CreateTask(NotedEnding("serve forever", server.ServeForever()));
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        yield return Await(Asking(opened.Result, "hello"));
        Note("serving", server.IsServing);
        yield return Await(NotedEnding("twice", server.ServeForever()));
        task.Cancel();
        yield return Await(Pause(3));
        Note("serving", server.IsServing, "done", task.IsDone);
        yield return Await(HangUp(opened.Result));
        yield return task;
        yield return Await(NotedEnding("once more", server.ServeForever()));
    }

    [Twin]
    public IEnumerator<Awaitable> ServedUntilItIsClosed()
    {
        yield return Serve(Shout, new ServerOptions { StartServing = false }).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        CoTask task = CreateTask(NotedEnding("serve forever", server.ServeForever()));
        yield return Await(Until(() => server.IsServing));
        server.Close();
        yield return task;
        Note("serving", server.IsServing);
    }

    [Twin]
    public IEnumerator<Awaitable> ABlockThatEnds()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        using (CoServer server = started.Result)
        {
            yield return Open(server).Into(out Awaitable<CoStream> opened);
            yield return Await(Asking(opened.Result, "hello"));
            yield return Await(HangUp(opened.Result));
        }

        Note("serving", started.Result.IsServing);
    }

    [Twin]
    public IEnumerator<Awaitable> TheLimitOfItsStreams()
    {
        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            yield return Settle(stream.ReadUntil("\n"u8), out Outcome<byte[]> outcome);
            Note("overrun", outcome.Exception.ShouldBeOfType<LimitOverrunException>().Consumed);
        }

        yield return Serve(Handler, new ServerOptions { Limit = 100 }).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        opened.Result.Write(Encoding.UTF8.GetBytes(new string('x', 200) + "\n"));
        yield return opened.Result.ReadToEnd();
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> AConnectionFromAnAddressOfItsOwn()
    {
        EndPoint? peer = null;
        yield return Serve(stream =>
        {
            peer = stream.RemoteEndPoint;
            return Shout(stream);
        }).Into(out Awaitable<CoServer> started);
        var options = new ConnectionOptions { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0) };
        yield return OpenConnection(Local, PortOf(started.Result), options).Into(out Awaitable<CoStream> opened);
        yield return Await<string>(Ask(opened.Result, "hello")).Into(out Awaitable<string> answer);
        Note(answer.Result, ((IPEndPoint)peer!).Address);
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> NobodyListens()
    {
        using Socket probe = Listen();
        int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Dispose();
        yield return Await(NotedEnding("open", OpenConnection(Local, port)));
    }

    [Twin]
    public IEnumerator<Awaitable> AnAddressInUse()
    {
        yield return Serve(Shout).Into(out Awaitable<CoServer> started);
        int port = PortOf(started.Result);
        yield return Await(NotedEnding("start", StartServer(Shout, Local, port)));
        started.Result.Close();
        yield return started.Result.WaitClosed();
        yield return StartServer(Shout, Local, port).Into(out Awaitable<CoServer> again);
        Note("serving", again.Result.IsServing);
        again.Result.Close();
    }

    [Twin]
    public IEnumerator<Awaitable> AnOpeningThatIsCancelled()
    {
        using Socket listener = Listen();
        CoTask task = CreateTask(NotedEnding("open", OpenConnection(Local, ((IPEndPoint)listener.LocalEndPoint!).Port)));
        yield return Await(Pause(1));
        task.Cancel();
        yield return task;
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}
