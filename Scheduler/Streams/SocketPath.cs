using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// The path of a Unix domain socket, to bind to. A socket that is bound to .NET's own removes whatever file stands at the path when it is
/// closed, even one that another server has put there; see <see cref="SocketFile.Remove"/>.
/// </summary>
internal sealed class SocketPath(UnixDomainSocketEndPoint path) : EndPoint
{
    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override SocketAddress Serialize() => path.Serialize();

    public override EndPoint Create(SocketAddress socketAddress) => path.Create(socketAddress);

    public override string ToString() => path.ToString();
}
