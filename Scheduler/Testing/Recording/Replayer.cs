using System.Diagnostics;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>Brings what was written down, in the same iterations.</summary>
/// <remarks>
/// <para>All that is asked is compared with what is next. The clock alone may be looked at more often than it was, or less often: by a debugger, or by
/// somebody who traces the run. It shows what it has shown in the iteration, one after the other, and then the last of that.</para>
/// <para>What a program sends may differ, as long as it is as long: it may be a date.</para>
/// </remarks>
internal sealed class Replayer : RunJournal, IPollObserver, ITimeSource
{
    // How often clean-up may ask for what it cannot have. Beyond that it is no clean-up, but goes on whatever happens.
    private const int MostRefusals = 1000;

    private readonly RunLog _log;
    private readonly List<Registration> _watched = [];
    private readonly HashSet<Registration> _isWatched = [];
    private ReplayMismatchException? _mismatch;
    private int _refusals;
    private int _next;
    private int _nextTime;
    private long _time;

    // Whether it may go on where the recording ends: only what main has left behind is cleaned up.
    private bool _mayEnd;

    // By the system's clock.
    private long? _overSince;

    internal Replayer(Scheduler scheduler, RunLog log, double patience)
        : base(scheduler)
    {
        _log = log;
        _time = log.Times.Count > 0 ? log.Times[0].Timestamp : 0;
        Begin(
            new ReplayingGate(scheduler, this, patience), this, new ReplayingSelector(this), _ => this, new UnpluggedNetwork(this));
    }

    /// <summary>Whether nothing is left to be compared with: what is asked now is refused, and time goes on by itself.</summary>
    internal bool IsOver
    {
        get => _overSince is not null;
        private set => _overSince = value ? _overSince ?? Stopwatch.GetTimestamp() : null;
    }

    double ITimeSource.Frequency => _log.Frequency;

    internal override RecordedEvent Pass(RecordedEvent question, Func<RecordedEvent, RecordedEvent> ask)
    {
        if (!TryNext(out RecordedEvent next) && _mayEnd)
        {
            IsOver = true;
        }

        if (IsOver)
        {
            throw ++_refusals <= MostRefusals
                ? new SocketException((int)SocketError.OperationAborted)
                : Differ("the program goes on asking, though nothing is left");
        }

        if (next.Kind != question.Kind || next.Subject != question.Subject || next.Asked != question.Asked || next.Iteration != Iteration)
        {
            throw Differ($"the program asks for something else: {question.Describe()}");
        }

        _next++;
        next.ThrowIfFailed();
        return next;
    }

    /// <summary>Whether an attempt to connect is decided at this moment.</summary>
    /// <param name="subject">The number of the attempt.</param>
    /// <param name="hasFailed">Whether it has failed.</param>
    internal bool IsConnectNext(int subject, out bool hasFailed)
    {
        bool isNext = TryNext(out RecordedEvent next) && next.Kind == RecordedKind.Connect && next.Subject == subject && next.Iteration == Iteration;
        hasFailed = IsOver || (isNext && next.Error != SocketError.Success);
        return isNext;
    }

    /// <summary>Whether the next one is of a kind that comes by itself, and was brought by this look or poll. If so, <see cref="Take"/> it.</summary>
    internal bool IsNext(RecordedKind kind, long asked, out RecordedEvent next) => TryNext(out next) && next.Kind == kind && next.Asked == asked;

    internal void Take() => _next++;

    /// <summary>The loop looks into the inbox, as it does at least once in each iteration.</summary>
    internal void BeginLook()
    {
        if (_mismatch is not null && !IsOver)
        {
            // A coroutine's own catch may have met it. Out of the loop it goes to whoever runs this.
            IsOver = Scheduler.Loop.Running is null;
            throw _mismatch;
        }

        if (IsOver)
        {
            return;
        }

        if (TryNext(out RecordedEvent next) && next.Iteration < Iteration)
        {
            throw Differ("the program has not asked for that");
        }

        if (Iteration > _log.LastIteration)
        {
            IsOver = _mayEnd;
            if (!IsOver)
            {
                throw Differ("the program goes on");
            }
        }
    }

    /// <summary>The main coroutine has ended, and whoever runs it knows how. What it has left behind is cleaned up.</summary>
    internal void BeginCleanUp()
    {
        _mayEnd = true;
        IsOver |= _mismatch is not null;
    }

    /// <summary>The run is over: has all been asked for?</summary>
    internal void VerifyEnd()
    {
        if (!IsOver && _next < _log.Events.Count)
        {
            throw Differ("the program has ended");
        }
    }

    /// <summary>The program is not the one that was recorded, and what it does now shows it.</summary>
    internal ReplayMismatchException Differ(string what)
    {
        // Thrown out of the loop it goes to whoever runs this, and what comes after is the clean-up.
        IsOver |= Scheduler.Loop.Running is null;
        return _mismatch ??= Mismatch(what);
    }

    /// <summary>What is watched under a number.</summary>
    internal Registration RegistrationOf(int number) =>
        number <= _watched.Count ? _watched[number - 1] : throw Differ($"the program watches {_watched.Count} things");

    long ITimeSource.GetTimestamp()
    {
        // What was not looked at in earlier iterations is passed over.
        while (_nextTime < _log.Times.Count && _log.Times[_nextTime].Iteration < Iteration)
        {
            _time = _log.Times[_nextTime++].Timestamp;
        }

        if (_nextTime < _log.Times.Count && _log.Times[_nextTime].Iteration == Iteration)
        {
            _time = _log.Times[_nextTime++].Timestamp;
        }

        return _time + (_overSince is { } start ? (long)((Stopwatch.GetTimestamp() - start) * (_log.Frequency / Stopwatch.Frequency)) : 0);
    }

    void IPollObserver.Watching(Registration registration)
    {
        if (_isWatched.Add(registration))
        {
            _watched.Add(registration);
        }
    }

    void IPollObserver.Polled(ReadOnlySpan<ReadyEvent> events)
    {
    }

    private ReplayMismatchException Mismatch(string what)
    {
        string by = Scheduler.Tasks.Running is { } task ? $" (in {task.DescribeChain()})" : string.Empty;
        string recorded = TryNext(out RecordedEvent next)
            ? $"Entry {_next + 1} of {_log.Events.Count} of the recording is {next.Describe()}, in iteration {next.Iteration}"
            : $"The recording ends after entry {_log.Events.Count}, in iteration {_log.LastIteration}";
        return new ReplayMismatchException(
            $"{recorded}, but in iteration {Iteration} of the replay {what}{by}. Replay it with the program that was recorded, in the version of that day; what it asks of anything but the scheduler has to be the same.");
    }

    private bool TryNext(out RecordedEvent next)
    {
        bool isThere = _next < _log.Events.Count;
        next = isThere ? _log.Events[_next] : default;
        return isThere;
    }
}
