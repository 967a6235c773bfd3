using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on streams and servers says of datagrams.</summary>
public sealed class DatagramsOnThePageTests : SnippetTest
{
    [Test]
    public void Question_IsAnswered()
    {
        Scheduler.Run(Main());
        Console.ShouldRead("it is late");

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Loopback, 0)).Into(out var opened);
            using CoDatagram endpoint = opened.Result;
            using CoTask answering = CreateTask(Answer(endpoint));
            yield return Await(Ask(endpoint.LocalEndPoint));
        }

        // snippet: answer
        IEnumerator<Awaitable> Answer(CoDatagram endpoint)
        {
            while (true)
            {
                yield return endpoint.Receive().Into(out var question);
                endpoint.SendTo("it is late"u8.ToArray(), question.Result.From);     // is sent at the call; need not be yielded
            }
        }
        // end-snippet

        // snippet: ask
        IEnumerator<Awaitable> Ask(EndPoint server)
        {
            yield return CreateDatagramEndpoint(remote: server).Into(out var opened);
            using CoDatagram endpoint = opened.Result;
            for (int attempt = 1; attempt <= 3; attempt++)                           // either of the two may be lost
            {
                endpoint.Send("what time is it?"u8.ToArray());
                yield return Settle(WaitFor(endpoint.Receive(), 1.0), out var answer);
                if (answer.IsSuccess)
                {
                    Console.WriteLine(Encoding.UTF8.GetString(answer.Result.Data.Span));
                    break;
                }
            }
        }
        // end-snippet
    }

    [Test]
    [Platform("Linux")]
    public void Group_IsJoinedByTheOptionsOfTheSocket()
    {
        Scheduler.Run(Main());
        Console.ShouldRead("to all");

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 0)).Into(out var opened);
            using CoDatagram endpoint = opened.Result;
            IPAddress group = IPAddress.Parse("239.255.41.54");
            IPAddress card = IPAddress.Loopback;
            yield return CreateDatagramEndpoint(new IPEndPoint(card, 0)).Into(out opened);
            using CoDatagram sender = opened.Result;
            sender.Socket!.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, card.GetAddressBytes());

            // snippet: multicast
            endpoint.Socket!.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, card));
            // end-snippet
            sender.SendTo("to all"u8.ToArray(), new IPEndPoint(group, ((IPEndPoint)endpoint.LocalEndPoint).Port));
            yield return endpoint.Receive().Into(out var received);
            Console.WriteLine(Encoding.UTF8.GetString(received.Result.Data.Span));
        }
    }
}
