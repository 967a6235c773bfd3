using System.Net;

namespace Coroutines.Testing;

/// <summary>A listener whose connections pass the journal.</summary>
internal sealed class JournaledListener : Listener
{
    private readonly RunJournal _journal;
    private readonly int _number;
    private readonly Listener _inner;

    internal JournaledListener(RunJournal journal, int number, Listener inner, EndPoint local)
    {
        _journal = journal;
        _number = number;
        _inner = inner;
        LocalEndPoint = local;
        inner.Ready = () => Ready?.Invoke();
    }

    internal override EndPoint LocalEndPoint { get; }

    internal override void Listen() => _journal.Pass(new RecordedEvent(RecordedKind.Listen, _number), question =>
    {
        _inner.Listen();
        return question;
    });

    internal override void Watch(bool isWatched) => _inner.Watch(isWatched);

    internal override Conduit? TryAccept()
    {
        Conduit? accepted = null;
        RecordedEvent answer = _journal.Pass(new RecordedEvent(RecordedKind.Accept, _number), question =>
        {
            accepted = _inner.TryAccept();
            return accepted is null ? question with { Count = RecordedEvent.Nothing } : JournaledConduit.Describe(question, accepted);
        });

        // A replay has asked nobody.
        return answer.Count == RecordedEvent.Nothing ? null : new JournaledConduit(_journal, _journal.NextSubject(), accepted ?? _inner.TryAccept()!, answer);
    }

    internal override void Close() => _inner.Close();
}
