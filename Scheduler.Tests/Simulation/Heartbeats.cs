using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>A cluster whose hosts ask each other whether they are there.</summary>
internal static class Heartbeats
{
    private const int Port = 80;

    internal static IEnumerator<Awaitable> Live(string name, string[] hosts, double pause)
    {
        yield return StartServer(World.EchoLines, null, Port).Into(out Awaitable<CoServer> server);
        foreach (string peer in hosts.Where(peer => peer != name))
        {
            CreateTask(Beat(peer, pause));
        }

        yield return server.Result.ServeForever();
    }

    private static IEnumerator<Awaitable> Beat(string peer, double pause)
    {
        while (true)
        {
            yield return Settle(Talk(peer, pause), out _);
            yield return Sleep(pause);
        }
    }

    private static IEnumerator<Awaitable> Talk(string peer, double pause)
    {
        yield return OpenConnection(peer, Port, new ConnectionOptions { ConnectTimeout = pause }).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        while (true)
        {
            stream.Write("are you there?\n");
            yield return WaitFor(stream.ReadLine(), pause).Into(out Awaitable<string?> answer);
            if (answer.Result is null)
            {
                yield break;
            }

            yield return Sleep(pause);
        }
    }
}
