using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Examples;

/// <summary>.NET's.</summary>
internal sealed class DotNetFileServer : FileServer
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;

    internal DotNetFileServer(string folder)
    {
        _folder = folder;
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public override string Address { get; }

    public override void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                HttpListenerContext request = _listener.GetContext();
                ThreadPool.QueueUserWorkItem(_ => Answer(request));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            return;
        }
    }

    private void Answer(HttpListenerContext request)
    {
        string path = Path.Combine(_folder, request.Request.Url!.AbsolutePath.TrimStart('/'));
        if (!File.Exists(path))
        {
            request.Response.StatusCode = 404;
            request.Response.Close();
            return;
        }

        byte[] content = File.ReadAllBytes(path);
        request.Response.SendChunked = request.Request.Url.Query == "?chunked";
        if (!request.Response.SendChunked)
        {
            request.Response.ContentLength64 = content.Length;
        }

        request.Response.OutputStream.Write(content);
        request.Response.Close();
    }
}
