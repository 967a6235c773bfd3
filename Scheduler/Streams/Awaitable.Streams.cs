using System.Net;
using System.Net.Sockets;

namespace Coroutines;

public readonly partial struct Awaitable
{
    private const int HighestPort = ushort.MaxValue;

    /// <summary>Connects to a server: asyncio's <c>open_connection</c>.</summary>
    /// <param name="host">Its name, or its address in digits.</param>
    /// <param name="port">Its port.</param>
    /// <param name="options">How to connect; null for the defaults.</param>
    /// <returns>What to yield, once; then it has the stream, which the caller closes.</returns>
    /// <remarks>
    /// <para>The addresses of the host are tried one after the other, or with a head start each, see
    /// <see cref="ConnectionOptions.HappyEyeballsDelay"/>. A cancel leaves nothing behind.</para>
    /// <para>At the <c>yield return</c>: a <see cref="SocketException"/> if the name is not known or nobody answers, whose message lists what became
    /// of each address; a <see cref="TimeoutException"/> after <see cref="ConnectionOptions.ConnectTimeout"/>.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not from 0 to 65535.</exception>
    public static Awaitable<CoStream> OpenConnection(string host, int port, ConnectionOptions? options = null)
    {
        ThrowHelper.IfNull(host, nameof(host));
        VerifyPort(port);
        options ??= ConnectionOptions.Default;
        return Await<CoStream>(Open(host, port, options, TlsTerms.Of(options, host)));
    }

    /// <summary>Connects to a server on this machine by a path: asyncio's <c>open_unix_connection</c>.</summary>
    /// <param name="path">The path of its socket.</param>
    /// <param name="options">How to connect; null for the defaults.</param>
    /// <returns>What to yield, once; then it has the stream, which the caller closes.</returns>
    /// <remarks>At the <c>yield return</c>: a <see cref="SocketException"/> if nobody listens there.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static Awaitable<CoStream> OpenUnixConnection(string path, ConnectionOptions? options = null)
    {
        ThrowHelper.IfNull(path, nameof(path));
        options ??= ConnectionOptions.Default;
        return Await<CoStream>(OpenUnix(path, options, TlsTerms.Of(options, host: null)));
    }

    /// <summary>Starts a server: asyncio's <c>start_server</c>.</summary>
    /// <param name="handler">Makes the coroutine that serves a connection; it runs as a task of its own.</param>
    /// <param name="host">The name or the address to listen at; null for all addresses of this machine.</param>
    /// <param name="port">The port; 0 has the system choose one, see <see cref="CoServer.EndPoints"/>.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <returns>What to yield, once; then it has the server, which accepts connections until it is closed.</returns>
    /// <remarks>At the <c>yield return</c>: a <see cref="SocketException"/>, which names the address, if it is in use or none of this machine's.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not from 0 to 65535.</exception>
    public static Awaitable<CoServer> StartServer(
        Func<CoStream, IEnumerator<Awaitable>> handler, string? host, int port, ServerOptions? options = null)
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        VerifyPort(port);
        options ??= ServerOptions.Default;
        return Await<CoServer>(Start(handler, host, port, options, TlsTerms.Of(options)));
    }

    /// <summary>Starts a server on this machine at a path: asyncio's <c>start_unix_server</c>.</summary>
    /// <param name="handler">Makes the coroutine that serves a connection; it runs as a task of its own.</param>
    /// <param name="path">The path of its socket. A socket that an earlier server left there is replaced; it is removed at the end.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <returns>What to yield, once; then it has the server.</returns>
    /// <remarks>At the <c>yield return</c>: a <see cref="SocketException"/> if the path cannot be used.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> or <paramref name="path"/> is null.</exception>
    public static Awaitable<CoServer> StartUnixServer(
        Func<CoStream, IEnumerator<Awaitable>> handler, string path, ServerOptions? options = null)
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        ThrowHelper.IfNull(path, nameof(path));
        options ??= ServerOptions.Default;
        return Await<CoServer>(StartUnix(handler, path, options, TlsTerms.Of(options)));
    }

    /// <summary>Looks a name up: asyncio's <c>loop.getaddrinfo</c>.</summary>
    /// <param name="host">The name, or an address in digits.</param>
    /// <param name="port">The port to put into the answers.</param>
    /// <returns>What to yield, once; then it has the addresses, in the order in which they are to be tried. A cancel gives up the wait.</returns>
    /// <remarks>The system's look-up blocks, so it runs on a thread; an address in digits needs none, and no iteration passes. At the
    /// <c>yield return</c>: a <see cref="SocketException"/> if the name is not known.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not from 0 to 65535.</exception>
    public static Awaitable<IPEndPoint[]> GetAddrInfo(string host, int port)
    {
        ThrowHelper.IfNull(host, nameof(host));
        VerifyPort(port);
        return Await<IPEndPoint[]>(LookUp(host, port));
    }

    /// <summary>Looks up which name an address has: asyncio's <c>loop.getnameinfo</c>.</summary>
    /// <param name="address">An <see cref="IPEndPoint"/>.</param>
    /// <returns>
    /// What to yield, once; then it has the name of the host and that of the service, <c>("localhost", "http")</c>, in digits where there is none. A cancel
    /// gives up the wait.
    /// </returns>
    /// <remarks>The system's look-up blocks, so it runs on a thread. At the <c>yield return</c>: a <see cref="SocketException"/> if it fails. Names of
    /// services are known on Unix only.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="address"/> is something else.</exception>
    public static Awaitable<(string Host, string Service)> GetNameInfo(EndPoint address)
    {
        ThrowHelper.IfNull(address, nameof(address));
        return address is IPEndPoint ip
            ? Await<(string Host, string Service)>(LookUpName(ip))
            : throw new ArgumentException($"{address} is no address and port. GetNameInfo takes an IPEndPoint.", nameof(address));
    }

    private static IEnumerator<Awaitable> LookUpName(IPEndPoint address) => Scheduler.Current.Network.LookUpName(address);

    private static IEnumerator<Awaitable> LookUp(string host, int port) => Scheduler.Current.Network.LookUp(host, port);

    private static IEnumerator<Awaitable> Open(string host, int port, ConnectionOptions options, TlsTerms? tls)
    {
        Scheduler scheduler = Scheduler.Current;
        using (Timeout(options.ConnectTimeout))
        {
            yield return Await<IPEndPoint[]>(scheduler.Network.LookUp(host, port)).Into(out Awaitable<IPEndPoint[]> addresses);
            using var attempts = new OpenAttempts(scheduler, options.LocalEndPoint, options.HappyEyeballsDelay);
            yield return Await<Conduit>(attempts.Run(addresses.Result)).Into(out Awaitable<Conduit> conduit);
            yield return Await<CoStream>(MakeStream(scheduler, attempts.Take(conduit.Result), options, tls)).Into(out Awaitable<CoStream> stream);
            yield return Return(stream.Result);
        }
    }

    private static IEnumerator<Awaitable> OpenUnix(string path, ConnectionOptions options, TlsTerms? tls)
    {
        Scheduler scheduler = Scheduler.Current;
        using (Timeout(options.ConnectTimeout))
        {
            yield return Settle(
                Await<Conduit>(scheduler.Network.Connect(scheduler, new UnixDomainSocketEndPoint(path), null)), out Outcome<Conduit> outcome);
            if (outcome.Exception is SocketException error)
            {
                throw NamedSocketException.Of(error, $"Connecting to {path} failed");
            }

            yield return Await<CoStream>(MakeStream(scheduler, outcome.Result, options, tls)).Into(out Awaitable<CoStream> stream);
            yield return Return(stream.Result);
        }
    }

    private static IEnumerator<Awaitable> MakeStream(Scheduler scheduler, Conduit conduit, ConnectionOptions options, TlsTerms? tls)
    {
        if (tls is not null)
        {
            TlsConduit secure = TlsConduit.Over(scheduler, conduit, tls);
            yield return Await(secure.Handshake());
            conduit = secure;
        }

        yield return Return(CoStream.Over(scheduler, conduit, options.Limit));
    }

    private static IEnumerator<Awaitable> Start(
        Func<CoStream, IEnumerator<Awaitable>> handler, string? host, int port, ServerOptions options, TlsTerms? tls)
    {
        Scheduler scheduler = Scheduler.Current;
        yield return Await<IPEndPoint[]>(scheduler.Network.LookUp(host, port)).Into(out Awaitable<IPEndPoint[]> addresses);
        yield return Return(Serve(scheduler, handler, addresses.Result, options, tls));
    }

    private static IEnumerator<Awaitable> StartUnix(
        Func<CoStream, IEnumerator<Awaitable>> handler, string path, ServerOptions options, TlsTerms? tls)
    {
        yield return Return(Serve(Scheduler.Current, handler, [new UnixDomainSocketEndPoint(path)], options, tls));
    }

    private static CoServer Serve(
        Scheduler scheduler, Func<CoStream, IEnumerator<Awaitable>> handler, IEnumerable<EndPoint> addresses, ServerOptions options, TlsTerms? tls)
    {
        var listeners = new List<Listener>();
        try
        {
            foreach (EndPoint address in addresses)
            {
                listeners.Add(scheduler.Network.Bind(scheduler, address, options));
            }
        }
        catch
        {
            listeners.ForEach(static listener => listener.Close());
            throw;
        }

        var server = new CoServer(scheduler, handler, listeners, options, tls);
        try
        {
            if (options.StartServing)
            {
                server.Listen();
            }

            return server;
        }
        catch
        {
            server.Close();
            throw;
        }
    }

    private static void VerifyPort(int port)
    {
        if (port is < 0 or > HighestPort)
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, $"A port is a number from 0 to {HighestPort}.");
        }
    }
}
