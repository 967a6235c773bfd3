using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Coroutines.Testing;

/// <summary>Writes down what comes into a run from outside.</summary>
internal sealed class Recorder : RunJournal, IPollObserver
{
    private readonly ConditionalWeakTable<Registration, StrongBox<int>> _numbers = new();
    private int _lastNumber;
    private long _polls;

    internal Recorder(Scheduler scheduler, Network network)
        : base(scheduler)
    {
        Log = new RunLog { IsVirtual = scheduler.Options.TimeProvider is VirtualClock, Frequency = scheduler.Clock.Frequency };
        Begin(
            new RecordingGate(scheduler, this), this, selector: null, time => new RecordedTime(this, scheduler.Clock.Frequency, time), network);
    }

    internal RunLog Log { get; }

    internal override RecordedEvent Pass(RecordedEvent question, Func<RecordedEvent, RecordedEvent> ask)
    {
        try
        {
            RecordedEvent answer = ask(question);
            Add(answer);
            return answer;
        }
        catch (SocketException error)
        {
            Add(RecordedEvent.Failure(question.Kind, question.Subject, error) with { Asked = question.Asked });
            throw;
        }
    }

    /// <summary>The loop looks into the inbox, as it does at least once in each iteration.</summary>
    internal void NoteIteration() => Log.LastIteration = Iteration;

    internal void Add(RecordedEvent entry) => Log.Events.Add(entry with { Iteration = Iteration });

    internal void AddTime(long timestamp) => Log.Times.Add((Iteration, timestamp));

    void IPollObserver.Watching(Registration registration)
    {
        if (!_numbers.TryGetValue(registration, out _))
        {
            _numbers.Add(registration, new StrongBox<int>(++_lastNumber));
        }
    }

    void IPollObserver.Polled(ReadOnlySpan<ReadyEvent> events)
    {
        _polls++;
        foreach (ReadyEvent ready in events)
        {
            if (_numbers.TryGetValue(ready.Registration, out StrongBox<int>? number))
            {
                Add(new RecordedEvent(RecordedKind.Ready, number.Value) { Asked = _polls, Count = (int)ready.Ready });
            }
        }
    }
}
