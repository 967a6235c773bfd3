using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>A datagram endpoint whose datagrams pass the journal.</summary>
/// <param name="journal">The journal.</param>
/// <param name="number">The number of the endpoint.</param>
/// <param name="inner">The socket; in a replay, what only waits as one does.</param>
/// <param name="opening">What it was opened with.</param>
internal sealed class JournaledDatagrams(RunJournal journal, int number, DatagramConduit inner, RecordedEvent opening) : DatagramConduit
{
    internal override CoDatagram Endpoint
    {
        get => inner.Endpoint;
        set => inner.Endpoint = value;
    }

    internal override EndPoint LocalEndPoint { get; } = EndPointText.Parse(opening.Text)!;

    internal override EndPoint? Peer { get; } = EndPointText.Parse(opening.OtherText);

    internal override Socket? Socket => inner.Socket;

    internal override bool HearsOfRoom => opening.Count != 0;

    internal override bool MayHaveMore => journal.Pass(
        new RecordedEvent(RecordedKind.MayHaveMore, number), question => question with { Count = inner.MayHaveMore ? 1 : 0 }).Count != 0;

    internal override void Watch(Interest interest) => inner.Watch(interest);

    internal override bool TryReceive(out Datagram datagram)
    {
        RecordedEvent answer = journal.Pass(new RecordedEvent(RecordedKind.ReceiveDatagram, number), Receive);
        bool isThere = answer.Count != RecordedEvent.Nothing;
        datagram = isThere ? new Datagram(answer.Bytes, EndPointText.Parse(answer.Text)!) : default;
        return isThere;
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to) => journal.Pass(
        new RecordedEvent(RecordedKind.SendDatagram, number) { Asked = bytes.Length },
        question => question with { Count = inner.TrySend(bytes, to) ? 1 : 0 }).Count != 0;

    internal override void Close() => inner.Close();

    private RecordedEvent Receive(RecordedEvent question) => inner.TryReceive(out Datagram datagram)
        ? question with { Bytes = datagram.Data.ToArray(), Text = EndPointText.Of(datagram.From) }
        : question with { Count = RecordedEvent.Nothing };
}
