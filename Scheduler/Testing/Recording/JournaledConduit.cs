using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>A connection whose bytes pass the journal.</summary>
/// <param name="journal">The journal.</param>
/// <param name="number">The number of the connection.</param>
/// <param name="inner">The socket; in a replay, what only waits as one does.</param>
/// <param name="addresses">What has told its addresses.</param>
internal sealed class JournaledConduit(RunJournal journal, int number, Conduit inner, RecordedEvent addresses) : Conduit
{
    internal override ConduitTransport Transport
    {
        get => inner.Transport;
        set => inner.Transport = value;
    }

    internal override EndPoint? LocalEndPoint { get; } = EndPointText.Parse(addresses.Text);

    internal override EndPoint? RemoteEndPoint { get; } = EndPointText.Parse(addresses.OtherText);

    internal override Socket? Socket => inner.Socket;

    internal static RecordedEvent Describe(RecordedEvent question, Conduit conduit) => question with
    {
        Text = EndPointText.Of(conduit.LocalEndPoint),
        OtherText = EndPointText.Of(conduit.RemoteEndPoint),
    };

    internal override void Watch(Interest interest) => inner.Watch(interest);

    internal override int TryReceive(Span<byte> room)
    {
        int most = room.Length;
        RecordedEvent answer = journal.Pass(new RecordedEvent(RecordedKind.Receive, number), question => Receive(question, most));
        answer.Bytes.AsSpan().CopyTo(room);
        return answer.Count;
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        return journal.Pass(
            new RecordedEvent(RecordedKind.Send, number) { Asked = copy.Length }, question => question with { Count = inner.TrySend(copy) }).Count;
    }

    internal override void ShutdownSend() => journal.Pass(new RecordedEvent(RecordedKind.ShutDown, number), question =>
    {
        inner.ShutdownSend();
        return question;
    });

    internal override void Close() => inner.Close();

    private RecordedEvent Receive(RecordedEvent question, int most)
    {
        byte[] bytes = new byte[most];
        int count = inner.TryReceive(bytes);
        return question with { Count = count, Bytes = count > 0 ? bytes[..count] : null };
    }
}
