using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

// How servers and connections end: by the one side, by the other, and by a cancel.
public abstract partial class ServerContract
{
    [Test]
    public void ServeForever_Cancelled_ClosesTheServer_AndWaitsForItsConnections() => Run(ServedForever());

    private static IEnumerator<Awaitable> ServedForever()
    {
        yield return Serve(EchoLines).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        CoTask serving = CreateTask(ServingForever(server));
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        client.Write("x\n");
        yield return client.ReadLine();
        serving.Cancel();
        yield return null;
        yield return null;
        server.IsServing.ShouldBeFalse();
        serving.IsDone.ShouldBeFalse();
        client.Close();
        yield return Settle(serving, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        yield return Settle(server.ServeForever(), out outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("was closed");
    }

    [Test]
    public void CloseClients_And_AbortClients_EndConnections() => Run(EndingClients());

    private static IEnumerator<Awaitable> EndingClients()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> one);
        yield return Await(Until(() => server.ConnectionCount == 1));
        server.CloseClients();
        yield return one.Result.ReadToEnd();
        yield return Open(server).Into(out Awaitable<CoStream> other);
        yield return Await(Until(() => server.ConnectionCount == 1));
        server.AbortClients();
        yield return other.Result.ReadToEnd();
        one.Result.Close();
        other.Result.Close();
    }

    [Test]
    public void Shutdown_LetsHandlersEnd_ThenCancelsThem() => Run(ShuttingDown());

    private static IEnumerator<Awaitable> ShuttingDown()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(Until(() => started.Result.ConnectionCount == 1));
        yield return started.Result.Shutdown(0.05);
        started.Result.ConnectionCount.ShouldBe(0);
        opened.Result.Close();
    }

    [Test]
    public void ResetByThePeer_IsASocketException_ForReaderAndDrain() => Run(Reset());

    private static IEnumerator<Awaitable> Reset()
    {
        yield return Serve(WaitForEver).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        yield return Await(Until(() => server.ConnectionCount == 1));
        CoTask read = CreateTask(ReadingLine(client));
        yield return null;
        client.Socket!.ShouldNotBeNull();
        server.AbortClients();
        yield return Settle(read, out Outcome outcome);
        outcome.IsSuccess.ShouldBeTrue();

        client.Write(new byte[10]);
        yield return Await(Until(() => client.IsClosing || client.IsAtEof));
        client.Write(new byte[10]);
        yield return Await(Pause(5));
        yield return Settle(client.Drain(), out outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>();
    }

    private static IEnumerator<Awaitable> WaitForEver(CoStream stream)
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> ServingForever(CoServer server)
    {
        yield return server.ServeForever();
    }

    private static IEnumerator<Awaitable> Until(Func<bool> condition)
    {
        yield return WaitUntil(condition);
    }
}
