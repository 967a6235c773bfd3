using System.Net.Sockets;

namespace Coroutines;

/// <summary>A <see cref="SocketException"/> that says which address it is about.</summary>
internal sealed class NamedSocketException(SocketError error, string message) : SocketException((int)error)
{
    public override string Message => message;

    /// <summary>What became of an attempt to use an address.</summary>
    internal static NamedSocketException Of(SocketException error, string what) => new(error.SocketErrorCode, $"{what}: {error.Message}");

    /// <summary>What became of the attempts to connect to each of several addresses.</summary>
    internal static SocketException OfAll(IReadOnlyList<SocketException> errors) => errors.Count == 1
        ? errors[0]
        : new NamedSocketException(errors[0].SocketErrorCode, string.Join("; ", errors.Select(static error => error.Message)));
}
