using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// How any thread gets to look at a scheduler. The loop answers between two steps, where it looks for what other threads have posted; so
/// it pays nothing as long as nobody asks. Where it does not come to that, because it is stuck in a step, the one who asks looks for
/// himself, and takes what can be made out.
/// </summary>
/// <remarks>
/// From outside, nothing is written, no code of the program's is called, and whatever goes wrong goes wrong there: lists may be changed
/// while they are read. Then it is tried again, and a few times later what is left is told: that the loop is busy, and with what.
/// </remarks>
/// <param name="scheduler">The scheduler.</param>
/// <param name="inbox">Where a question is left for the loop.</param>
/// <param name="events">What the loop is woken from.</param>
/// <param name="isAtHome">Whether the calling thread may simply look: it is the loop's, or was while it does not run.</param>
internal sealed class Enquiries(Scheduler scheduler, ThreadInbox inbox, IWakeable events, Func<bool> isAtHome)
{
    private const int AttemptsAtRest = 3;
    private const int AttemptsForAClearView = 10;
    private const int MostAttempts = 50;

    // How long to try for something better than nothing, in seconds.
    private const double LongestLook = 1;

    // How often the one who waits looks whether the loop has come to rest, in seconds.
    private const double LookAgain = 0.01;

    private readonly LoopWatch _watch = new();

    /// <summary>How long the loop is waited for by those who say nothing else.</summary>
    internal static Duration UsualPatience => 0.25;

    /// <summary>Has somebody look.</summary>
    /// <param name="look">Looks.</param>
    /// <param name="patience">How long to wait for the loop; null for as long as usual.</param>
    internal T Ask<T>(Func<Sight, T> look, Duration? patience)
    {
        if (isAtHome())
        {
            return look(FromTheLoop());
        }

        if (!scheduler.IsRunning && TryLookAtRest(look, out T seen))
        {
            return seen;
        }

        _watch.Note(LoopMoment.Of(scheduler));
        var question = new Question<T>(() => look(FromTheLoop()));
        if (!inbox.TryAsk(question))
        {
            return LookFromOutside(look);
        }

        events.WakeUp();
        bool isAtRest = WaitFor(question, look, (patience ?? UsualPatience).Seconds, out seen);
        inbox.Withdraw(question);
        return question.TryTake(out T answer) ? answer : isAtRest ? seen : LookFromOutside(look);
    }

    /// <summary>Has something done on the loop's thread when it comes by: between two steps, in the next Tick, or at once where the caller is on that thread.</summary>
    /// <returns>False if it never will be, as the run is being recorded: how often the loop looks is a part of that.</returns>
    /// <remarks>A loop that is not run any more never comes by; <see cref="Withdraw"/> takes an errand back.</remarks>
    internal bool TrySend(Errand errand)
    {
        if (isAtHome())
        {
            errand.Answer();
            return true;
        }

        if (!inbox.TryAsk(errand))
        {
            return false;
        }

        events.WakeUp();
        return true;
    }

    /// <summary>Takes an errand back that may not have been run.</summary>
    internal void Withdraw(Errand errand) => inbox.Withdraw(errand);

    // The loop may also come to rest without having looked again: at the end of a Tick, for example.
    private bool WaitFor<T>(Question<T> question, Func<Sight, T> look, double seconds, out T seen)
    {
        long start = Stopwatch.GetTimestamp();
        seen = default!;
        while (seconds - ((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency) is > 0 and var left)
        {
            if (question.Wait(Math.Min(left, LookAgain)))
            {
                return false;
            }

            if (!scheduler.IsRunning && TryLookAtRest(look, out seen))
            {
                return true;
            }
        }

        return false;
    }

    private Sight FromTheLoop() => new()
    {
        Now = scheduler.Time,
        IsClear = true,
        Step = scheduler.Loop.Running is null ? null : StepAt(LoopMoment.Of(scheduler)),
    };

    private Sight FromOutside(in LoopMoment moment, bool isBlind) => new()
    {
        Now = scheduler.Clock.NowFromOutside,
        IsFromOutside = true,
        IsClear = !moment.IsBusy,
        IsBlind = isBlind,
        Step = moment.IsBusy ? StepAt(moment) : null,
    };

    // Nobody runs it, and so nobody would answer. Where its own thread does something with it meanwhile, that shows.
    private bool TryLookAtRest<T>(Func<Sight, T> look, out T seen)
    {
        for (int attempt = 0; attempt < AttemptsAtRest; attempt++)
        {
            LoopMoment before = LoopMoment.Of(scheduler);
            if (!before.IsBusy && TryLook(look, before, isBlind: false, out seen) && before == LoopMoment.Of(scheduler))
            {
                return true;
            }
        }

        seen = default!;
        return false;
    }

    private T LookFromOutside<T>(Func<Sight, T> look)
    {
        // Among very many tasks a look takes its time.
        long start = Stopwatch.GetTimestamp();
        bool isLate = false;
        for (int attempt = 0; attempt < MostAttempts && !isLate; attempt++)
        {
            LoopMoment before = LoopMoment.Of(scheduler);
            bool hasSeen = TryLook(look, before, isBlind: false, out T seen);
            isLate = Stopwatch.GetTimestamp() - start > LongestLook * Stopwatch.Frequency;
            if (hasSeen && (isLate || attempt >= AttemptsForAClearView || before == LoopMoment.Of(scheduler)))
            {
                return seen;
            }

            Thread.Yield();
        }

        return look(FromOutside(LoopMoment.Of(scheduler), isBlind: true));
    }

    private bool TryLook<T>(Func<Sight, T> look, in LoopMoment moment, bool isBlind, out T seen)
    {
        try
        {
            seen = look(FromOutside(moment, isBlind));
            return true;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or KeyboardInterruptException))
        {
            // Something was changed while it was read.
            seen = default!;
            return false;
        }
    }

    private StepUnderWay StepAt(in LoopMoment moment)
    {
        long seenSince = _watch.Note(moment);
        long started = scheduler.Loop.StepObserver is null ? 0 : scheduler.Loop.StepStarted;
        long since = started == 0 ? seenSince : started;
        var elapsed = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - since) / (double)Stopwatch.Frequency);
        return new StepUnderWay(moment.Item is null ? null : TaskAt(moment), moment.Item is not null, elapsed, started != 0, moment.LeftInBatch);
    }

    // A task that takes its first step inside of another one's is what holds it up.
    private CoTask? TaskAt(in LoopMoment moment) => scheduler.Tasks.Running ?? moment.Item as CoTask;
}
