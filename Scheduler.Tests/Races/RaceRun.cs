namespace Coroutines.Tests.Races;

/// <summary>One run of a <see cref="RaceScenario"/> in virtual time, in which tasks are cancelled at given moments.</summary>
/// <remarks>
/// Every beginning and end of a step or callback is a moment. So a cancel can come between any two things that run, where
/// a callback or the step before might have asked for it.
/// </remarks>
internal sealed partial class RaceRun : IStepObserver, IDisposable
{
    private const int MaxMoments = 2000;
    private const int MaxRescues = 5;

    private readonly RaceScenario _scenario;
    private readonly Strike[] _strikes;
    private readonly List<string> _problems = [];
    private readonly List<string>? _trace;
    private int _moment;
    private int _nextStrike;
    private (double Time, int Timers) _left = (-1, 0);

    private RaceRun(RaceScenario scenario, Strike[] strikes, bool traced)
    {
        _scenario = scenario;
        _strikes = strikes;
        _trace = traced ? [] : null;
        Scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = OnReport });
        Scheduler.Loop.StepObserver = this;
    }

    internal Scheduler Scheduler { get; }

    /// <summary>What is not as it should be.</summary>
    internal IReadOnlyList<string> Problems => _problems;

    /// <summary>What ran, if that was asked for.</summary>
    internal IReadOnlyList<string> Trace => _trace ?? [];

    internal IEnumerable<string> PartyNames => _parties.Keys;

    /// <summary>How many moments there were.</summary>
    internal int MomentCount => _moment;

    /// <summary>The moments that differ: between the end of a step and the beginning of the next, something happens only if a timer fires.</summary>
    internal List<int> DistinctMoments { get; } = [];

    /// <summary>Whether anything was cancelled.</summary>
    internal bool HasStruck { get; private set; }

    internal static RaceRun Perform(RaceScenario scenario, Strike[] strikes, bool traced = false)
    {
        var run = new RaceRun(scenario, strikes, traced);
        using (run)
        {
            run.Perform();
        }

        run.Guarded(run.CheckReports);
        return run;
    }

    public void Dispose() => Scheduler.Dispose();

    void IStepObserver.Starting(IRunnable item)
    {
        if (_left.Time != Scheduler.Time)
        {
            // The loop had nothing to do, and waited.
            CheckRest();
        }

        if (_left != (Scheduler.Time, Scheduler.Waits.TimerCount))
        {
            DistinctMoments.Add(_moment);
        }

        StrikeNow();
    }

    void IStepObserver.Finished(IRunnable item)
    {
        _trace?.Add(FormattableString.Invariant($"{Scheduler.Loop.Iteration,3} {Scheduler.Time,4:0.##}  {Describe(item)}"));
        DistinctMoments.Add(_moment);
        _left = (Scheduler.Time, Scheduler.Waits.TimerCount);
        if (item is CoTask { IsDone: true } task)
        {
            CheckEnclosed(task);
        }

        StrikeNow();
        if (_moment > MaxMoments)
        {
            _problems.Add("it runs for ever");
            Scheduler.Stop();
        }
        else if (!_runsOn && _parties.Values.All(static party => party.IsDone) && Scheduler.AllTasks().Count == 0)
        {
            Scheduler.Stop();
        }
    }

    internal void Log(string line) => _trace?.Add($"          {line}");

    private void Perform()
    {
        _scenario.SetUp(this);
        RunToRest();
        for (int i = 0; i < MaxRescues && IsStuck; i++)
        {
            Rescue();
            RunToRest();
        }

        CheckEnd();
        UseAgain();
    }

    private bool IsStuck => Scheduler.AllTasks().Count > 0 && _problems.Count == 0;

    private void RunToRest()
    {
        try
        {
            do
            {
                Scheduler.RunForever();
            }
            while (Scheduler.Ready.Count > 0 && _problems.Count == 0);
        }
        catch (DeadlockException deadlock)
        {
            Log(deadlock.Message);
        }
    }

    private void StrikeNow()
    {
        while (_nextStrike < _strikes.Length && _strikes[_nextStrike].Moment == _moment)
        {
            Execute(_strikes[_nextStrike++]);
        }

        _moment++;
    }

    private void Execute(Strike strike)
    {
        if (!_parties.TryGetValue(strike.Party, out CoTask? task) || task.IsDone)
        {
            return;
        }

        Log($"{strike.Kind} of {strike.Party}");
        bool isRemembered = task.State == FutureState.Ready;
        task.Cancel();
        int cancels = 1;
        switch (strike.Kind)
        {
            case StrikeKind.CancelTwice:
                task.Cancel();
                cancels++;
                break;

            case StrikeKind.CancelAndUncancel when task.Uncancel() == 0 && isRemembered:
                // Withdrawn before anybody has noticed (rule 18): everything goes on as if nothing had been.
                return;

            case StrikeKind.CancelAndUncancel:
                cancels--;
                break;
        }

        HasStruck = true;
        _struck[task] = _struck.GetValueOrDefault(task) + cancels;
    }

    private static string Describe(IRunnable item) => item is CoTask task
        ? $"{task.Name}: {(task.PeekFault() is { } fault ? fault.GetType().Name : task.IsDone ? "done" : task.DescribeWait())}"
        : item.GetType().Name;
}
