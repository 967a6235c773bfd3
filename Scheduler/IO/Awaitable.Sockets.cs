using System.Net;
using System.Net.Sockets;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Waits until a socket has something to read, or to accept: asyncio's <c>add_reader</c>, awaited.</summary>
    /// <param name="socket">The socket; it stays as it is, blocking or not.</param>
    /// <returns>What to yield. It suspends even if the socket is ready already.</returns>
    /// <remarks>
    /// Several may wait for the same socket, or for several sockets with the same handle; all of them are resumed, in order. A
    /// closed or failed connection counts as readable. A socket that is disposed while one waits is an
    /// <see cref="ObjectDisposedException"/>, a second later at the latest.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static Awaitable Readable(Socket socket)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        return new Awaitable(new SocketWait(socket, Interest.Read));
    }

    /// <summary>Waits until a socket has room to write: asyncio's <c>add_writer</c>, awaited.</summary>
    /// <inheritdoc cref="Readable"/>
    public static Awaitable Writable(Socket socket)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        return new Awaitable(new SocketWait(socket, Interest.Write));
    }

    /// <summary>Accepts a connection: asyncio's <c>sock_accept</c>.</summary>
    /// <param name="listener">A listening socket; it is made non-blocking.</param>
    /// <returns>
    /// What to yield; then it has the connection, a non-blocking socket. Somebody who waits already costs no iteration (after
    /// 64 socket operations in a row, one, so that others have their turn; in a Tick also a frame, when all sockets have had
    /// their share of it).
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="listener"/> is null.</exception>
    public static Awaitable<Socket> Accept(Socket listener)
    {
        ThrowHelper.IfNull(listener, nameof(listener));
        return new Awaitable<Socket>(new AcceptOperation(listener));
    }

    /// <summary>Connects a socket: asyncio's <c>sock_connect</c>.</summary>
    /// <param name="socket">The socket; it is made non-blocking.</param>
    /// <param name="remote">
    /// An address. Look a name up first: <c>Await(Dns.GetHostAddressesAsync(name))</c>; that has nothing to poll, and
    /// would hold up the loop.
    /// </param>
    /// <returns>
    /// What to yield. A failure is a <see cref="SocketException"/>; for a Unix domain socket it is
    /// <see cref="SocketError.WouldBlock"/> when too many others wait at the listener.
    /// </returns>
    /// <remarks>
    /// On Linux a socket whose connect has failed can be used for the next attempt. A connect that was cancelled goes on in
    /// the background, and ends when the same address is asked for again; another address takes its place. (On other
    /// systems take a new socket.)
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="remote"/> is a name.</exception>
    public static Awaitable Connect(Socket socket, EndPoint remote)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        ThrowHelper.IfNull(remote, nameof(remote));
        if (remote is DnsEndPoint name)
        {
            throw new ArgumentException(
                $"{Repr.Of(name.Host)} is a name. Look it up first, with Await(Dns.GetHostAddressesAsync(…)), and connect to an address.",
                nameof(remote));
        }

        return new Awaitable(ConnectOperation.Create(socket, remote));
    }

    /// <summary>Receives what has arrived, at least one byte: asyncio's <c>sock_recv_into</c>.</summary>
    /// <param name="socket">A connected socket; it is made non-blocking.</param>
    /// <param name="buffer">Where to put it.</param>
    /// <returns>
    /// What to yield; then it has the number of bytes, 0 when the other side has ended (or the buffer is empty). Data that
    /// waits already costs no iteration, except that others have their turn as with <see cref="Accept"/>. A failure is a
    /// <see cref="SocketException"/>.
    /// </returns>
    /// <remarks>A cancel takes no data: what has arrived stays for the next call.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static Awaitable<int> Receive(Socket socket, Memory<byte> buffer)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        return new Awaitable<int>(new ReceiveOperation(socket, buffer));
    }

    /// <summary>Sends all of the data: asyncio's <c>sock_sendall</c>.</summary>
    /// <param name="socket">A connected socket; it is made non-blocking.</param>
    /// <param name="data">The data; it must stay unchanged until the end.</param>
    /// <returns>
    /// What to yield; then it has the number of bytes, which is that of the data. Room for it costs no iteration, except that
    /// others have their turn as with <see cref="Accept"/>. A failure is a <see cref="SocketException"/>.
    /// </returns>
    /// <remarks>A cancel may come when part of the data has been sent, as in asyncio.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static Awaitable<int> Send(Socket socket, ReadOnlyMemory<byte> data)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        return new Awaitable<int>(new SendOperation(socket, data));
    }

    /// <summary>Receives a datagram, and says who has sent it: asyncio's <c>sock_recvfrom_into</c>.</summary>
    /// <param name="socket">A socket for datagrams; it is made non-blocking.</param>
    /// <param name="buffer">Where to put it; what there is no room for is lost.</param>
    /// <returns>
    /// What to yield; then it has the number of bytes, and the address to answer to. A datagram that has arrived costs no iteration, except that
    /// others have their turn as with <see cref="Accept"/>. A failure is a <see cref="SocketException"/>.
    /// </returns>
    /// <remarks>A cancel takes no datagram. <see cref="CreateDatagramEndpoint"/> gives an endpoint that needs no socket of one's own.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static Awaitable<(int Count, EndPoint From)> ReceiveFrom(Socket socket, Memory<byte> buffer)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        return new Awaitable<(int Count, EndPoint From)>(new ReceiveFromOperation(socket, buffer));
    }

    /// <summary>Sends a datagram to an address: asyncio's <c>sock_sendto</c>.</summary>
    /// <param name="socket">A socket for datagrams; it is made non-blocking.</param>
    /// <param name="data">The datagram; it must stay unchanged until the end.</param>
    /// <param name="to">The address.</param>
    /// <returns>
    /// What to yield; then it has the number of bytes, which is that of the data. Room for it costs no iteration, except that others have their
    /// turn as with <see cref="Accept"/>. A failure is a <see cref="SocketException"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="to"/> is a name.</exception>
    public static Awaitable<int> SendTo(Socket socket, ReadOnlyMemory<byte> data, EndPoint to)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        DatagramAddress.Verify(to, nameof(to));
        return new Awaitable<int>(new SendToOperation(socket, data, to));
    }

    /// <summary>Sends a file, or a part of it: asyncio's <c>sock_sendfile</c>.</summary>
    /// <param name="socket">A connected socket for a stream of bytes; it is made non-blocking.</param>
    /// <param name="file">The file. Its position is afterwards behind what was sent, also where that was not all.</param>
    /// <param name="offset">Where to begin, in bytes from the beginning of the file.</param>
    /// <param name="count">How many bytes to send; null for all up to the end. Where the file is shorter, what there is.</param>
    /// <returns>What to yield, once; then it has the number of bytes that were sent.</returns>
    /// <remarks>
    /// Linux sends from the file without a copy, on the loop's thread: a file that is not in memory holds the loop up while the disk is read. On
    /// other systems, and where the file is none that can be sent so, it is read on a thread. A cancel, and a failure, which is a
    /// <see cref="SocketException"/>, may come when part of it has been sent.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> or <paramref name="file"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="socket"/> is one for datagrams.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is below 0, or <paramref name="count"/> is not above 0.</exception>
    public static Awaitable<long> SendFile(Socket socket, FileStream file, long offset = 0, long? count = null)
    {
        ThrowHelper.IfNull(socket, nameof(socket));
        FileSender.Verify(file, offset, count);
        if (socket.SocketType != SocketType.Stream)
        {
            throw new ArgumentException($"A file is sent as a stream of bytes, and this socket is one of {socket.SocketType}.", nameof(socket));
        }

        return Await<long>(new FileSender(file, offset, count).SendThrough(socket));
    }
}
