using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Datagrams;

/// <summary>Which of the addresses of two names an endpoint is opened with.</summary>
public sealed class DatagramPairsTests
{
    private static readonly EndPoint _four = new IPEndPoint(IPAddress.Loopback, 1);
    private static readonly EndPoint _otherFour = new IPEndPoint(IPAddress.Loopback, 2);
    private static readonly EndPoint _six = new IPEndPoint(IPAddress.IPv6Loopback, 3);

    [Test]
    public void OneNameAlone_HasAllOfItsAddresses()
    {
        DatagramPairs.Of([_four, _six], [null]).ShouldBe([(_four, null), (_six, null)]);
        DatagramPairs.Of([null], [_six, _four]).ShouldBe([(null, _six), (null, _four)]);
        DatagramPairs.Of([null], [null]).ShouldBe([(null, null)]);
    }

    [Test]
    public void OfTwoNames_EachFamilyThatBothHaveIsAPair()
    {
        DatagramPairs.Of([_six, _four], [_otherFour, _six]).ShouldBe([(_six, _six), (_four, _otherFour)]);
        DatagramPairs.Of([_six, _four, _otherFour], [_otherFour, _four]).ShouldBe([(_four, _otherFour)]);
    }

    [Test]
    public void NoFamilyInCommon_IsAnErrorThatNamesAll()
    {
        var error = Should.Throw<SocketException>(() => DatagramPairs.Of([_four, _otherFour], [_six]));
        error.SocketErrorCode.ShouldBe(SocketError.AddressFamilyNotSupported);
        error.Message.ShouldBe("127.0.0.1:1, 127.0.0.1:2 and [::1]:3 have no address family in common.");
    }
}
