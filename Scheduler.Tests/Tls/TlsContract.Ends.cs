using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

// Handshakes that come to no good end.
public abstract partial class TlsContract
{
    [Test]
    public void PeerThatLeavesInTheHandshake_IsABrokenConnection() => Run(LeavingPeer());

    private static IEnumerator<Awaitable> LeavingPeer()
    {
        yield return StartServer(Leave, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Refusal(server, Certificates.ClientOptions()).Into(out Awaitable<Exception> refusal);
        refusal.Result.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);

        static IEnumerator<Awaitable> Leave(CoStream stream)
        {
            // What has come is read, or the end would be a reset.
            yield return stream.Peek();
            yield return stream.Read(10_000);
        }
    }

    [Test]
    public void SilentPeer_EndsTheHandshakeWithItsTime() => Run(SilentPeer());

    private static IEnumerator<Awaitable> SilentPeer()
    {
        yield return StartServer(static stream => Silent(stream), "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Settle(
            OpenConnection("127.0.0.1", PortOf(server), new ConnectionOptions { Tls = Certificates.ClientOptions(), TlsHandshakeTimeout = 0.01 }),
            out Outcome<CoStream> outcome);
        outcome.Exception.ShouldBeOfType<TimeoutException>().Message.ShouldBe($"The TLS handshake with {server.EndPoints[0]} took longer than 0.01 s.");

        // Nor does the server wait for ever.
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions(), TlsHandshakeTimeout = 0.01 })
            .Into(out started);
        using CoServer other = started.Result;
        yield return OpenConnection("127.0.0.1", PortOf(other)).Into(out Awaitable<CoStream> opened);
        yield return opened.Result.ReadToEnd();
        opened.Result.Close();
    }

    private static IEnumerator<Awaitable> Silent(CoStream stream)
    {
        yield return stream.ReadToEnd();
    }

    [Test]
    public void ServerThatEnds_EndsHandshakesToo() => Run(EndingServer());

    private static IEnumerator<Awaitable> EndingServer()
    {
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        foreach (Action end in new Action[] { server.CloseClients, server.AbortClients, server.Close })
        {
            yield return OpenConnection("127.0.0.1", PortOf(server)).Into(out Awaitable<CoStream> opened);
            yield return WaitUntil(() => server.ConnectionCount == 1);
            end();
            if (!server.IsServing)
            {
                // A close leaves those alone who are there.
                yield return Settle(WaitFor(server.WaitClosed(), 0), out Outcome waiting);
                waiting.Exception.ShouldBeOfType<TimeoutException>();
                yield return server.Shutdown(0.01);
            }

            yield return Settle(opened.Result.ReadToEnd(), out _);
            server.ConnectionCount.ShouldBe(0);
            opened.Result.Close();
        }

        yield return server.WaitClosed();
    }

    [Test]
    public void Opening_CancelledAfterAnyIteration_LeavesNothingOpen() => Run(CancelledOpening());

    private static IEnumerator<Awaitable> CancelledOpening()
    {
        const int Iterations = 30;
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            CoTask opening = CreateTask(Opening(server));
            for (int i = 0; i < iteration; i++)
            {
                yield return null;
            }

            opening.Cancel();
            yield return Settle(opening, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }

        // Who was there is told by the end of the connection.
        yield return WaitUntil(() => server.ConnectionCount == 0);
    }

    [Test]
    public void RunThatEndsInTheMiddleOfHandshakes_LeavesNothing() => Run(EndingRun());

    private static IEnumerator<Awaitable> EndingRun()
    {
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        CreateTask(Opening(started.Result));
        yield return OpenConnection("127.0.0.1", PortOf(started.Result));
        yield return WaitUntil(() => started.Result.ConnectionCount == 2);
    }

    private static IEnumerator<Awaitable> Opening(CoServer server)
    {
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        yield return stream.ReadToEnd();
    }
}
