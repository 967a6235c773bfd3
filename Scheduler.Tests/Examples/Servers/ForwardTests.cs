using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Examples.Servers;

/// <summary><c>forward</c> and <c>echo</c>, as from the command line, with clients and servers of .NET's sockets at both ends.</summary>
internal sealed class ForwardTests
{
    private const int PatienceInMilliseconds = 30_000;

    [Test]
    public void Forward_CarriesBothDirections_EachToItsEnd()
    {
        using Socket listener = Listen();
        using var forward = new RunningExample("forward", "0", "127.0.0.1", $"{PortOf(listener)}");
        forward.FirstLine.ShouldBe($"forwarding 127.0.0.1:{forward.Port} to 127.0.0.1:{PortOf(listener)}");
        using Socket client = Connect(forward.Port);
        using Socket server = listener.Accept();
        Patient(server);

        client.Send("question"u8);
        client.Shutdown(SocketShutdown.Send);
        ReceiveAll(server).ShouldBe("question");
        server.Send("a late answer"u8);
        server.Shutdown(SocketShutdown.Send);
        ReceiveAll(client).ShouldBe("a late answer");
        forward.Stop().ShouldBe(130);
        forward.Reports.ShouldBeEmpty();
    }

    [Test]
    public void Forward_CarriesMegabytes_BothWaysAtOnce()
    {
        byte[] sent = new byte[5_000_000];
        new Random(1).NextBytes(sent);
        using Socket listener = Listen();
        using var forward = new RunningExample("forward", "0", "127.0.0.1", $"{PortOf(listener)}");
        using Socket client = Connect(forward.Port);
        using Socket server = listener.Accept();
        Patient(server);

        var threads = new List<Thread>();
        var received = new byte[2][];
        foreach ((Socket from, Socket to, int index) in new[] { (client, server, 0), (server, client, 1) })
        {
            threads.Add(new Thread(() =>
            {
                from.Send(sent);
                from.Shutdown(SocketShutdown.Send);
            }));
            threads.Add(new Thread(() => received[index] = ReceiveBytes(to)));
        }

        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        received.All(all => all.AsSpan().SequenceEqual(sent)).ShouldBeTrue();
    }

    [Test]
    public void Forward_ToNobody_SaysSo_AndServesOn()
    {
        using Socket listener = Listen();
        int port = PortOf(listener);
        listener.Dispose();
        using var forward = new RunningExample("forward", "0", "127.0.0.1", $"{port}");
        for (int i = 0; i < 2; i++)
        {
            using Socket client = Connect(forward.Port);
            ReceiveAll(client).ShouldBe("");
        }

        forward.Stop();
        forward.Error.ShouldContain($"127.0.0.1:{port} cannot be reached: ");
        forward.Reports.ShouldBeEmpty();
    }

    [Test]
    public void Forward_OfABrokenConnection_BreaksTheOtherOne_WithoutAReport()
    {
        using Socket listener = Listen();
        using var forward = new RunningExample("forward", "0", "127.0.0.1", $"{PortOf(listener)}");
        using Socket client = Connect(forward.Port);
        Socket server = listener.Accept();
        server.LingerState = new LingerOption(enable: true, seconds: 0);
        server.Dispose();
        ReceiveAll(client).ShouldBe("");
        forward.Stop();
        forward.Reports.ShouldBeEmpty();
    }

    [Test]
    public void Echo_SendsBackWhatItGets_ToEachItsOwn()
    {
        using var echo = new RunningExample("echo", "--port", "0");
        echo.FirstLine.ShouldBe($"listening on 127.0.0.1:{echo.Port}");
        Socket[] clients = [.. Enumerable.Range(0, 20).Select(_ => Connect(echo.Port))];
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i].Send(Encoding.ASCII.GetBytes($"client {i}"));
            clients[i].Shutdown(SocketShutdown.Send);
        }

        clients.Select(ReceiveAll).ShouldBe(Enumerable.Range(0, clients.Length).Select(static i => $"client {i}"));
        clients.ToList().ForEach(static client => client.Dispose());
        echo.Stop().ShouldBe(130);
        echo.Error.ShouldBe("Interrupted." + Environment.NewLine);
    }

    [TestCase("echo", "--port", "PORT")]
    [TestCase("chat", "--port", "PORT")]
    [TestCase("forward", "PORT", "127.0.0.1", "1")]
    [TestCase("serve", "--port", "PORT", ".")]
    [TestCase("serve", ".", "--port", "PORT")]
    public void PortInUse_IsSaidInALine(params string[] arguments)
    {
        using Socket listener = Listen();
        int port = PortOf(listener);
        ExampleRun run = ExampleRun.OnRealTime([.. arguments.Select(word => word == "PORT" ? $"{port}" : word)]);
        run.ExitCode.ShouldBe(1);
        run.ErrorLines.Single().ShouldStartWith($"{arguments[0]}: Listening at 127.0.0.1:{port} failed");
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private static Socket Connect(int port)
    {
        Socket client = Patient(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(IPAddress.Loopback, port);
        return client;
    }

    private static Socket Patient(Socket socket)
    {
        socket.ReceiveTimeout = socket.SendTimeout = PatienceInMilliseconds;
        return socket;
    }

    private static string ReceiveAll(Socket socket) => Encoding.UTF8.GetString(ReceiveBytes(socket));

    /// <summary>What comes until the end, be it a reset.</summary>
    private static byte[] ReceiveBytes(Socket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = socket.Receive(buffer);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
            {
                count = 0;
            }

            if (count == 0)
            {
                return all.ToArray();
            }

            all.Write(buffer, 0, count);
        }
    }
}
