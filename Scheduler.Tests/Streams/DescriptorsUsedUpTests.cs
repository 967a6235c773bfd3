using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Coroutines.Tests.Streams;

/// <summary>A real server whose process has no descriptors left.</summary>
[Platform("Linux")]
[Category("RealTime")]
public sealed class DescriptorsUsedUpTests
{
    // The runtime keeps some fifty: two for each assembly.
    private const int Descriptors = 110;
    private const int Rounds = 3;

    // So many it opens for a moment, for reasons of its own; each round has a dozen times as many connections.
    private const int OfTheRuntime = 4;

    // How many more come than it has room for, and how many of the others leave for them.
    private const int Waiting = 10;
    private const int Leaving = 12;

    [Test]
    public void Server_WithoutDescriptors_SaysSoOnce_PausesAndServesThoseItHas_AndAcceptsAgainWhenItHasSome()
    {
        // Not by the portable poller, whose waits are guarded by .NET's timer: where that needs a thread, and the thread finds no descriptor
        // for a pipe of its own, the runtime ends the process.
        var server = new CrowdedServer(SelectorKind.Epoll, Descriptors);
        try
        {
            var room = new List<int>();
            var atRest = new List<int>();
            for (int round = 1; round <= Rounds; round++)
            {
                room.Add(Crowd(server, round));
                atRest.Add(server.DescriptorCount);
            }

            TestContext.Out.WriteLine($"room for {string.Join(", ", room)} connections, {string.Join(", ", atRest)} descriptors after them");
            (room.Max() - room.Min()).ShouldBeLessThanOrEqualTo(OfTheRuntime);
            (atRest.Max() - atRest.Min()).ShouldBeLessThanOrEqualTo(OfTheRuntime);
        }
        finally
        {
            server.Dispose();
            TestContext.Out.WriteLine(server.Errors);
        }

        // On standard error, which takes a descriptor to be opened.
        Regex.Count(server.Errors, "(?m)^The server on .* cannot accept connections").ShouldBe(Rounds);
    }

    /// <returns>How many there was room for.</returns>
    private static int Crowd(CrowdedServer server, int round)
    {
        CrowdedServerStatus before = server.Status();
        var visitors = new List<Socket>();
        CrowdedServerStatus now;
        do
        {
            visitors.Add(server.Visit());

            // It has looked at the one before it has answered the second time.
            server.Status();
            now = server.Status();
        }
        while (now.Refused == before.Refused);

        int room = now.Connections - 1;
        server.DescriptorCount.ShouldBeGreaterThanOrEqualTo(Descriptors - OfTheRuntime);
        visitors.AddRange(Enumerable.Range(0, Waiting).Select(_ => server.Visit()));
        Pauses(server, now, round);

        visitors[..room].ForEach(IsServed);
        visitors[room..].ShouldAllBe(static visitor => visitor.Available == 0);
        visitors[..Leaving].ForEach(static visitor => visitor.Dispose());
        visitors[Leaving..].ForEach(IsServed);
        now = server.Status();
        now.Connections.ShouldBe(visitors.Count - Leaving + 1);
        now.Reports.ShouldBe(round);

        visitors.ForEach(static visitor => visitor.Dispose());
        while (server.Status().Connections > 1)
        {
            // They are on their way.
        }

        return room;
    }

    // It tries once a second, and does nothing else; nor does it complain again.
    private static void Pauses(CrowdedServer server, CrowdedServerStatus since, int round)
    {
        const int Refusals = 3;
        CrowdedServerStatus now = server.StatusAfter(since.Refused + Refusals);
        double seconds = now.Time - since.Time;
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"{now.Tried - since.Tried} attempts, {now.Refused - since.Refused} refusals, {now.Iterations - since.Iterations} iterations in {seconds:0.0} s"));
        now.Reports.ShouldBe(round);
        now.Refused.ShouldBe(since.Refused + Refusals);
        now.Tried.ShouldBe(since.Tried + Refusals);
        // A timer may be early by the resolution of the clock.
        seconds.ShouldBeGreaterThan(Refusals - 1.1);
        (now.Iterations - since.Iterations).ShouldBeLessThan(50);
    }

    private static void IsServed(Socket visitor) => CrowdedServer.Ask(visitor, "hello").ShouldBe("HELLO");
}
