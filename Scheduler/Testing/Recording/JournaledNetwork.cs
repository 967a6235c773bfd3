using System.Net;
using static Coroutines.Awaitable;

namespace Coroutines.Testing;

/// <summary>A network whose every answer passes the journal. In a recording it stands before that of the system, in a replay before one that nothing is plugged into.</summary>
internal sealed class JournaledNetwork(RunJournal journal, Network inner) : Network
{
    internal override string WhyNoTls =>
        "its run is recorded or replayed, and TLS draws numbers of its own, which are not the same again. Record behind what ends TLS, or without it.";

    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        yield return Settle(Await<IPEndPoint[]>(inner.LookUp(host, port)), out Outcome<IPEndPoint[]> outcome);
        RecordedEvent answer = journal.Pass(
            new RecordedEvent(RecordedKind.LookUp, 0), question => question with { Text = EndPointText.Join(outcome.Result) });
        yield return Return(EndPointText.Split(answer.Text!));
    }

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
    {
        yield return Settle(Await<(string Host, string Service)>(inner.LookUpName(address)), out Outcome<(string Host, string Service)> outcome);
        RecordedEvent answer = journal.Pass(
            new RecordedEvent(RecordedKind.LookUpName, 0),
            question => question with { Text = outcome.Result.Host, OtherText = outcome.Result.Service });
        yield return Return((answer.Text!, answer.OtherText!));
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        int number = journal.NextSubject();
        yield return Settle(Await<Conduit>(inner.Connect(scheduler, remote, local)), out Outcome<Conduit> outcome);
        RecordedEvent answer = journal.Pass(
            new RecordedEvent(RecordedKind.Connect, number),
            question => JournaledConduit.Describe(question, outcome.Result));
        yield return Return<Conduit>(new JournaledConduit(journal, number, outcome.Result, answer));
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options)
    {
        int number = journal.NextSubject();
        Listener? listener = null;
        RecordedEvent answer = journal.Pass(new RecordedEvent(RecordedKind.Bind, number), question =>
        {
            listener = inner.Bind(scheduler, local, options);
            return question with { Text = EndPointText.Of(listener.LocalEndPoint) };
        });

        // A replay has asked nobody.
        return new JournaledListener(journal, number, listener ?? inner.Bind(scheduler, local, options), EndPointText.Parse(answer.Text)!);
    }

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options)
    {
        int number = journal.NextSubject();
        DatagramConduit? conduit = null;
        RecordedEvent answer = journal.Pass(new RecordedEvent(RecordedKind.OpenDatagrams, number), question =>
        {
            conduit = inner.OpenDatagrams(scheduler, local, remote, options);
            return question with
            {
                Text = EndPointText.Of(conduit.LocalEndPoint),
                OtherText = EndPointText.Of(conduit.Peer),
                Count = conduit.HearsOfRoom ? 1 : 0,
            };
        });
        return new JournaledDatagrams(journal, number, conduit ?? inner.OpenDatagrams(scheduler, local, remote, options), answer);
    }
}
