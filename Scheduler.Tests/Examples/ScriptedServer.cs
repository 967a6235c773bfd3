using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Examples;

/// <summary>
/// Reads a request on each connection and then does what the test says, be it HTTP or not. Blocking sockets, a thread
/// for each: nothing of the library is in it.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private const int PatienceInMilliseconds = 30_000;

    private readonly Socket _listener;
    private readonly Action<Socket, string> _script;

    internal ScriptedServer(Action<Socket, string> script, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _script = script;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(100);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>One that answers with these bytes and closes.</summary>
    internal static ScriptedServer Answering(string answer) =>
        new((connection, _) => connection.Send(Encoding.Latin1.GetBytes(answer)));

    internal string Address => $"http://{_listener.LocalEndPoint}";

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        while (true)
        {
            try
            {
                Socket connection = _listener.Accept();
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(Socket connection)
    {
        try
        {
            using Socket _ = connection;
            connection.ReceiveTimeout = connection.SendTimeout = PatienceInMilliseconds;
            _script(connection, ReadRequest(connection));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client left, as some tests mean it to.
            return;
        }
    }

    private static string ReadRequest(Socket connection)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        int count;
        do
        {
            count = connection.Receive(buffer);
            request.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        while (count > 0 && !request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal));

        return request.ToString();
    }
}
