namespace Coroutines.Testing;

/// <summary>What everything passes that comes into a run from outside: it is written down, or it is what was written down.</summary>
internal abstract class RunJournal(Scheduler scheduler)
{
    /// <summary>The number that was given last.</summary>
    internal int LastSubject { get; private set; }

    private protected Scheduler Scheduler => scheduler;

    private protected long Iteration => scheduler.Loop.Iteration;

    /// <summary>From now on whatever comes into the scheduler from outside passes this.</summary>
    /// <param name="gate">What posts of other threads come through.</param>
    /// <param name="polls">Told of the selector's answers.</param>
    /// <param name="selector">The selector to ask; null for that of the system.</param>
    /// <param name="time">Makes the source of the time, of the one that there is.</param>
    /// <param name="network">What is behind the journal.</param>
    private protected void Begin(IInboxGate gate, IPollObserver polls, Selector? selector, Func<Func<long>, ITimeSource> time, Network network)
    {
        scheduler.Outside.Record(gate);
        scheduler.Sockets.Observe(polls, selector);
        scheduler.Clock.Replace(time);
        scheduler.Network = new JournaledNetwork(this, network);
    }

    /// <summary>The number of the next connection, listener or endpoint. In a replay it is the same.</summary>
    internal int NextSubject() => ++LastSubject;

    /// <summary>Asks the network something.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="ask">Asks the real one, and says what it has answered; may throw a <see cref="System.Net.Sockets.SocketException"/>.</param>
    /// <returns>The answer. If that was an error, it is thrown.</returns>
    internal abstract RecordedEvent Pass(RecordedEvent question, Func<RecordedEvent, RecordedEvent> ask);
}
