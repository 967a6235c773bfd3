using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

/// <summary>Receivers in every legal order of what runs, with one of them cancelled after each number of steps: each datagram comes to one, once.</summary>
public sealed class DatagramsUnderSchedulesTests
{
    private const int Runs = 100;
    private const int Steps = 8;
    private const int Receivers = 3;

    private static readonly string[] _texts = ["a", "b", "c", "d", "e", "f"];

    [Test]
    public void Receive_WhoeverIsCancelled_LosesNothing() => Schedules.Explore(CancelAfterEachNumberOfSteps, Runs).ShouldPass();

    private static IEnumerator<Awaitable> CancelAfterEachNumberOfSteps()
    {
        for (int i = 0; i < Receivers * Steps; i++)
        {
            yield return Await(CancelAfter(i % Receivers, i / Receivers));
        }
    }

    private static IEnumerator<Awaitable> CancelAfter(int victim, int steps)
    {
        var conduit = new FakeConduit(Scheduler.Current) { IsConnected = true };
        using var endpoint = new CoDatagram(Scheduler.Current, conduit, FakeConduit.There, DatagramOptions.Default);
        var received = new List<string>();
        CoTask[] receivers = [.. Enumerable.Range(0, Receivers).Select(_ => CreateTask(Receive(endpoint, received)))];
        CoTask arriving = CreateTask(Arrive(conduit));
        for (; steps > 0; steps--)
        {
            yield return null;
        }

        receivers[victim].Cancel();
        yield return Settle(receivers[victim], out _, includeCancellation: true);
        yield return arriving;
        Array.ForEach(receivers, static receiver => receiver.Cancel());
        yield return Wait(receivers);
        while (received.Count < _texts.Length)
        {
            yield return endpoint.Receive().Into(out var rest);
            received.Add(Encoding.UTF8.GetString(rest.Result.Data.Span));
        }

        received.Order().ShouldBe(_texts);
    }

    private static IEnumerator<Awaitable> Arrive(FakeConduit conduit)
    {
        foreach (string text in _texts)
        {
            conduit.Arrive(text);
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Receive(CoDatagram endpoint, List<string> received)
    {
        while (true)
        {
            yield return endpoint.Receive().Into(out var datagram);
            received.Add(Encoding.UTF8.GetString(datagram.Result.Data.Span));
        }
    }
}
