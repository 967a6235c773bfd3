using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Coroutines.Tests.LivePages;

/// <summary>Asks a dashboard as a browser does, and as none would. It waits for each answer.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new() { Timeout = _patience };
    private readonly Uri _address;

    internal Visitor(Dashboard dashboard) => _address = dashboard.Address;

    public void Dispose() => _client.Dispose();

    /// <summary>Asks for a path, by default with the right token.</summary>
    internal (HttpStatusCode Status, string Text) Get(string path, string? token = null, string? host = null, HttpMethod? method = null)
    {
        var address = new Uri(_address, $"{path}{(path.Contains('?') ? '&' : '?')}{token ?? _address.Query[1..]}");
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        request.Headers.Host = host;
        using HttpResponseMessage answer = _client.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return (answer.StatusCode, reader.ReadToEnd());
    }

    /// <summary>How the scheduler stands.</summary>
    internal JsonElement State()
    {
        (HttpStatusCode status, string text) = Get("/state");
        status.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks how it stands until that is as it should be.</summary>
    internal JsonElement StateWhen(Func<JsonElement, bool> isRight)
    {
        JsonElement state = default;
        SpinWait.SpinUntil(() => isRight(state = State()), _patience).ShouldBeTrue($"{state}");
        return state;
    }

    /// <summary>Sends some bytes, and gives what comes back until the server hangs up.</summary>
    internal string Send(string bytes)
    {
        using var socket = new TcpClient(_address.Host, _address.Port) { ReceiveTimeout = (int)_patience.TotalMilliseconds };
        NetworkStream stream = socket.GetStream();
        stream.Write(Encoding.ASCII.GetBytes(bytes));
        socket.Client.Shutdown(SocketShutdown.Send);
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>A request that is all right but for what is said.</summary>
    internal string Request(string method = "GET", string version = "HTTP/1.1", string headers = "Host: localhost\r\nConnection: close\r\n") =>
        Send($"{method} /state{_address.Query} {version}\r\n{headers}\r\n");
}
