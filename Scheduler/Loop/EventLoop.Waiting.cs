namespace Coroutines;

// There is nothing to do: how long that lasts.
internal sealed partial class EventLoop
{
    // Under a virtual clock, predicates alone can keep a run going for ever. A program that none of them has let go on
    // for this many polls in a row counts as deadlocked.
    private const int IdlePollLimit = 100_000;

    /// <summary>When the loop has to run again at the latest, if nothing arrives from outside.</summary>
    internal double LatestWake
    {
        get
        {
            double deadline = _timers.NextDeadline();
            if (_predicates.Count == 0)
            {
                return deadline;
            }

            // An interval of 0, or one that vanishes beside a large time, must not keep a virtual clock from jumping.
            double now = _clock.Now;
            double nextPoll = now + _predicates.Interval;
            bool isStuck = _clock.IsStepped && nextPoll <= now && deadline < double.PositiveInfinity;
            return isStuck ? deadline : Math.Min(deadline, nextPoll);
        }
    }

    /// <summary>Looks which I/O is ready, and waits for it until the next deadline.</summary>
    private void WaitForEvents()
    {
        if (IsStopping)
        {
            _events.Poll(0);
        }
        else if (_clock.IsStepped)
        {
            _upkeep.AtRest(Upkeep.LittleWork);
            JumpTo(LatestWake);
        }
        else
        {
            WaitUntilWoken();
        }
    }

    private void WaitUntilWoken()
    {
        _upkeep.LetGoOfAll(isQuiet: true);

        // It may have reported something, and who was told may have asked for something to be done.
        if (_ready.IsEmpty)
        {
            _events.Poll(LatestWake - _clock.Now);
        }
    }

    /// <summary>What a virtual clock does instead of waiting.</summary>
    private void JumpTo(double deadline)
    {
        _events.Poll(0);
        _inbox.MoveTo(_ready);
        if (!_ready.IsEmpty)
        {
            return;
        }

        bool onlyPredicates = _predicates.Count > 0 && double.IsPositiveInfinity(_timers.NextDeadline());
        _predicates.IdlePolls = onlyPredicates ? _predicates.IdlePolls + 1 : 0;
        if (deadline < double.PositiveInfinity && _predicates.IdlePolls < IdlePollLimit)
        {
            _clock.MoveTo(deadline);
            return;
        }

        _predicates.IdlePolls = 0;
        if (!_outside.IsAwaited)
        {
            throw new DeadlockException(_describeDeadlock());
        }

        _events.Poll(double.PositiveInfinity);
    }
}
