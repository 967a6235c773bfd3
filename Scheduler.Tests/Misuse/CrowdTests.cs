using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;
using static Coroutines.Tests.Misuse.LargePrograms;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Nothing costs the square of anything whose number a user controls, a search that allocates nothing included: what is done with as many as
/// this takes a moment, and would take so long otherwise that the run is ended as one that hangs. (<see cref="GrowthTests"/> counts what is
/// allocated; here, time is all that shows.)
/// </summary>
/// <remarks>
/// What a user's own loop does n times with something that is there n times is a square by itself, and not in the list: to cancel each
/// task of a chain by itself, say. Each call is to go down the chain, and <see cref="CoTask.Cancelling"/> shows between two of them that it
/// has, as in asyncio. So is a wait for the first of many futures, over and over.
/// </remarks>
public sealed class CrowdTests
{
    private const int Many = 100_000;
    private const int ManyMore = 150_000;

    // How many of it: in the suite, and in the night. Where one costs much by itself, a square takes minutes in the night only.
    private static readonly Dictionary<string, (int Many, int AtNight, Func<int, IEnumerator<Awaitable>> Program)> _operations = new()
    {
        ["time limits that are up at one moment, of tasks that await each other"] = (Many, ManyMore, LimitsInAChain),
        ["waiters of one socket that leave, the last first"] = (Many, ManyMore, SocketWaiters),
        ["writes to one stream that are given up, the last first"] = (Many, ManyMore, StreamWrites),
        ["groups with a sleep of their own each"] = (Many, ManyMore, GroupsThatSleep),
        ["groups in a group with a sleep of their own each"] = (Many, ManyMore, GroupsInAGroupThatSleep),
        ["exceptions that replace each other"] = (Many / 4, ManyMore, n => Settled(() => ThrowAnew(n))),
        ["signals passed on, by tasks that end one by one"] = (Many * 3, ManyMore * 9, PassOn),
    };

    private static IEnumerable<string> Operations => _operations.Keys;

    [TestCaseSource(nameof(Operations))]
    public void Crowd_TakesAMoment(string operation) => Run(_operations[operation].Program(_operations[operation].Many));

    [Category("Nightly")]
    [TestCaseSource(nameof(Operations))]
    public void LargerCrowd_TakesAMoment(string operation) => Run(_operations[operation].Program(_operations[operation].AtNight));

    private static void Run(IEnumerator<Awaitable> program) =>
        Scheduler.Run(program, new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });

    private static IEnumerator<Awaitable> Settled(Func<IEnumerator<Awaitable>> make)
    {
        yield return Settle(make(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<IOException>();
    }

    private static IEnumerator<Awaitable> CancelBackwards(CoTask[] tasks)
    {
        yield return Sleep(1);
        for (int i = tasks.Length - 1; i >= 0; i--)
        {
            tasks[i].Cancel();
        }

        yield return Sleep(1);
        tasks.ShouldAllBe(static task => task.IsCancelled);
    }

    private static IEnumerator<Awaitable> LimitsInAChain(int n)
    {
        CoTask last = CreateTask(WaitForIt(Sleep(1e6)));
        CoTask first = last;
        DoTimes(n, () => last = CreateTask(Link(last)));
        yield return Settle(last, out Outcome outcome);
        outcome.Exception.ShouldBeOfType<TimeoutException>();
        first.IsCancelled.ShouldBeTrue();
        first.Cancelling.ShouldBe(n);

        static IEnumerator<Awaitable> Link(CoTask next)
        {
            using (TimeoutAt(5))
            {
                yield return next;
            }
        }
    }

    private static IEnumerator<Awaitable> SocketWaiters(int n)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        CoTask[] tasks = [.. Enumerable.Range(0, n).Select(_ => CreateTask(WaitForIt(Readable(socket))))];
        yield return Await(CancelBackwards(tasks));
    }

    private static IEnumerator<Awaitable> StreamWrites(int n)
    {
        (CoStream stream, CoStream peer) = CoStream.CreatePair();
        stream.Write(new byte[1_000_000]);
        CoTask[] tasks = [.. Enumerable.Range(0, n).Select(_ => CreateTask(WaitForIt(stream.WriteAll("never sent"u8.ToArray()))))];
        yield return Await(CancelBackwards(tasks));
        GC.KeepAlive(peer);
    }

    private static IEnumerator<Awaitable> GroupsThatSleep(int n)
    {
        int seconds = 0;
        DoTimes(n, () => new CoGroup(Scheduler.Current).CreateTask(WaitForIt(Sleep(seconds++))));
        yield return Sleep(n + 1);
    }

    private static IEnumerator<Awaitable> GroupsInAGroupThatSleep(int n)
    {
        var all = new CoGroup(Scheduler.Current);
        int seconds = 0;
        DoTimes(n, () => new CoGroup(all).CreateTask(WaitForIt(Sleep(seconds++))));
        yield return all;
    }
}
