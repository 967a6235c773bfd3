using System.Net;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

/// <summary>What an endpoint makes of what its network does: order, limits, errors, the end. In virtual time, without a socket.</summary>
public sealed partial class CoDatagramTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _rig.Reports.ShouldBeEmpty();
    }

    private (CoDatagram Endpoint, FakeConduit Conduit) Open(DatagramOptions? options = null, bool isConnected = false, bool tellsOfRoom = true, EndPoint? remote = null)
    {
        var conduit = new FakeConduit(_rig.Scheduler) { IsConnected = isConnected, TellsOfRoom = tellsOfRoom };
        return (new CoDatagram(_rig.Scheduler, conduit, remote ?? conduit.Peer, options ?? DatagramOptions.Default), conduit);
    }

    private static string TextOf(Datagram datagram) => Encoding.UTF8.GetString(datagram.Data.Span);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private IEnumerator<Awaitable> Receiving(string name, CoDatagram endpoint, int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Settle(endpoint.Receive(), out Outcome<Datagram> received, includeCancellation: true);
            _rig.Log(received.IsSuccess ? $"{name}: {TextOf(received.Result)}" : $"{name}: {received.Exception!.GetType().Name}");
        }
    }

    private IEnumerator<Awaitable> Sending(string name, Awaitable sending)
    {
        yield return Settle(sending, out Outcome sent, includeCancellation: true);
        _rig.Log(sent.IsSuccess ? $"{name}: passed" : $"{name}: {sent.Exception!.GetType().Name}");
    }
}
