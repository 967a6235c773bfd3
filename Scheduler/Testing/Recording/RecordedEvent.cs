using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>One thing that has come in from outside: what was asked, and the answer.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Subject">The number of the connection, listener, endpoint or registration that it is about; 0 for none.</param>
internal readonly record struct RecordedEvent(RecordedKind Kind, int Subject)
{
    /// <summary>An answer that says no more than that nothing is there: no bytes, no connection, no datagram.</summary>
    internal const int Nothing = -1;

    /// <summary>The iteration of the loop.</summary>
    internal long Iteration { get; init; }

    /// <summary>Which look into the inbox, or which poll, has brought it; how many bytes were to be sent.</summary>
    internal long Asked { get; init; }

    /// <summary>The number that was answered: of bytes, or an interest; of a post, the promise that it keeps.</summary>
    internal int Count { get; init; }

    /// <summary>How it has failed; 0 if it has not.</summary>
    internal SocketError Error { get; init; }

    /// <summary>The words of a failure, where they are not the system's; the origin of a post; a name or an address.</summary>
    internal string? Text { get; init; }

    /// <summary>Another name or address.</summary>
    internal string? OtherText { get; init; }

    internal byte[]? Bytes { get; init; }

    internal static RecordedEvent Failure(RecordedKind kind, int subject, SocketException error) => new(kind, subject)
    {
        Error = error.SocketErrorCode,
        Text = error is NamedSocketException ? error.Message : null,
    };

    internal void ThrowIfFailed()
    {
        if (Error != SocketError.Success)
        {
            throw Text is null ? new SocketException((int)Error) : new NamedSocketException(Error, Text);
        }
    }

    /// <summary>What was asked, for messages.</summary>
    internal string Describe() => Kind switch
    {
        RecordedKind.Post => $"a post of {Text}",
        RecordedKind.Ready => $"news of the selector about what is watched as number {Subject}",
        RecordedKind.LookUp => "a look-up of a name",
        RecordedKind.LookUpName => "a look-up of an address",
        RecordedKind.Bind => $"server address {Subject}: bind",
        RecordedKind.Listen => $"server address {Subject}: listen",
        RecordedKind.Accept => $"server address {Subject}: accept",
        RecordedKind.Connect => $"attempt {Subject} to connect",
        RecordedKind.Receive => $"connection {Subject}: receive",
        RecordedKind.Send => $"connection {Subject}: send {Asked} bytes",
        RecordedKind.ShutDown => $"connection {Subject}: send the end",
        RecordedKind.OpenDatagrams => $"datagram endpoint {Subject}: open",
        RecordedKind.ReceiveDatagram => $"datagram endpoint {Subject}: receive",
        RecordedKind.SendDatagram => $"datagram endpoint {Subject}: send {Asked} bytes",
        _ => $"datagram endpoint {Subject}: look whether there is more",
    };
}
