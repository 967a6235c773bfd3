using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

internal abstract partial class DatagramContract
{
    // Rule 53.
    [Test]
    [Platform("Linux")]
    public void PortUnreachable_ComesToTheConnectedOne_WhichGoesOn()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            using Socket nobody = Nobody(out EndPoint address);
            yield return CreateDatagramEndpoint(remote: address).Into(out var opened);
            using CoDatagram client = opened.Result;
            for (int i = 0; i < 3; i++)
            {
                yield return client.Send(Bytes("anybody?"));
                yield return Settle(client.Receive(), out Outcome<Datagram> received);
                received.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
            }

            yield return CreateDatagramEndpoint(address).Into(out opened);
            using CoDatagram server = opened.Result;
            yield return client.Send(Bytes("now"));
            yield return server.Receive().Into(out var arrived);
            TextOf(arrived.Result).ShouldBe("now");
        }
    }

    [Test]
    [Platform("Linux")]
    public void PortUnreachable_IsNoAffairOfAnUnconnectedOne()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            using Socket nobody = Nobody(out EndPoint address);
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            using CoDatagram client = opened.Result;
            yield return client.SendTo(Bytes("anybody?"), address);
            yield return client.SendTo(Bytes("self"), client.LocalEndPoint);
            yield return client.Receive().Into(out var received);
            TextOf(received.Result).ShouldBe("self");
        }
    }

    [Test]
    public void AddressInUse_IsAnErrorThatNamesIt()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            using CoDatagram first = opened.Result;
            yield return Settle(CreateDatagramEndpoint(first.LocalEndPoint), out Outcome<CoDatagram> second);
            var error = second.Exception.ShouldBeAssignableTo<SocketException>();
            error!.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
            error.Message.ShouldStartWith($"Receiving datagrams at {first.LocalEndPoint} failed: ");
        }
    }

    [Test]
    [Platform("Linux")]
    public void ConnectThatFails_IsAnErrorThatNamesTheAddress()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var all = new IPEndPoint(_broadcastOfLoopback, 9);
            yield return Settle(CreateDatagramEndpoint(remote: all), out Outcome<CoDatagram> opened);
            var error = opened.Exception.ShouldBeAssignableTo<SocketException>();
            error!.SocketErrorCode.ShouldBe(SocketError.AccessDenied);
            error.Message.ShouldStartWith($"Connecting a datagram endpoint to {all} failed: ");
        }
    }

    [Test]
    public void SocketThatIsClosedByHand_EndsTheEndpoint()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            CoDatagram endpoint = opened.Result;
            endpoint.Socket!.Dispose();
            yield return Settle(endpoint.SendTo(Bytes("x"), endpoint.LocalEndPoint), out Outcome sent);
            sent.Exception.ShouldBeOfType<ObjectDisposedException>();
            yield return Settle(endpoint.Receive(), out Outcome<Datagram> received);
            received.Exception.ShouldBeOfType<ObjectDisposedException>();
            yield return endpoint.Closed;
        }
    }

    // As with every socket, within a second: nobody says so.
    [Test]
    [Category("RealTime")]
    public void SocketThatIsClosedByHand_WhileSomebodyReceives_EndsTheReceive()
    {
        Run(Main(), TimeProvider.System);

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            CoDatagram endpoint = opened.Result;
            CoTask<Datagram> receiving = CreateTask<Datagram>(Receiving(endpoint));
            yield return Sleep(0.01);
            endpoint.Socket!.Dispose();
            yield return Settle(receiving, out Outcome<Datagram> received);
            received.Exception.ShouldBeOfType<ObjectDisposedException>();
            yield return endpoint.Closed;
        }

        static IEnumerator<Awaitable> Receiving(CoDatagram endpoint)
        {
            yield return endpoint.Receive().Into(out var received);
            yield return Return(received.Result);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Endpoints_LeaveNoDescriptorBehind()
    {
        Run(Main());
        int before = Descriptors();
        Run(Main());
        Descriptors().ShouldBe(before);

        static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 50; i++)
            {
                yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
                yield return Settle(CreateDatagramEndpoint(opened.Result.LocalEndPoint), out Outcome<CoDatagram> refused);
                refused.IsSuccess.ShouldBeFalse();
                if (i % 2 == 0)
                {
                    // The others are closed by the scheduler.
                    opened.Result.Close();
                }
            }
        }
    }

    [Test]
    public void Cancel_WhileAnEndpointIsOpened_LeavesNothing()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask opening = CreateTask(Opening());
            yield return null;
            opening.Cancel();
            yield return Settle(opening, out Outcome cancelled, includeCancellation: true);
            cancelled.IsCancelled.ShouldBeTrue();
        }

        static IEnumerator<Awaitable> Opening()
        {
            yield return CreateDatagramEndpoint(remote: new DnsEndPoint("localhost", 1));
        }
    }
}
