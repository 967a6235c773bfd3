using NATS.Client.Core;

namespace Coroutines.Jobs.Nats;

/// <summary>Which connection to which server it is. After a reconnect it is another one, and what was under way on the first may be lost.</summary>
/// <param name="Server">The server, which has another id after each start; null where nothing is connected.</param>
/// <param name="Client">What the server calls this end.</param>
internal readonly record struct Link(string? Server, ulong Client)
{
    internal static Link Of(INatsConnection connection) => connection is { ConnectionState: NatsConnectionState.Open, ServerInfo: { } server }
        ? new Link(server.Id, server.ClientId)
        : default;
}
