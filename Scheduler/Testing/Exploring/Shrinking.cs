namespace Coroutines.Testing;

/// <summary>Finds a run that fails in the same way and differs less from an ordinary one, and reports it.</summary>
internal sealed class Shrinking(Action<TestScheduler> program, ExplorationOptions options)
{
    private const int MostRuns = 400;

    private int _left = MostRuns;

    /// <summary>Reports a failure by its simplest run.</summary>
    internal ScheduleFailure Report(ScheduleRun failed, int number, int? seed)
    {
        int[] choices = seed is null || failed.IsOutOfRealTime ? failed.Choices : Shrink(failed);
        ScheduleRun traced = ScheduleRun.Perform(program, new ReplayChooser(choices), options.Test, traced: true);
        return traced.Exception is not null
            ? new ScheduleFailure(number, seed, choices, traced)
            : throw new InvalidOperationException(
                "The program failed under one order of its steps, and passed under the same order afterwards. Apart from that order it has to be deterministic: all state made anew for each run, no clock but the scheduler's, no threads, no unseeded random numbers.",
                failed.Exception);
    }

    private int[] Shrink(ScheduleRun failed)
    {
        var identity = new FailureIdentity(failed.Exception!, options.FailureKey);
        ScheduleRun simplest = failed;
        List<Departure> plan = [.. failed.Decisions.Departures];
        if (!TryPlan(plan))
        {
            return failed.Choices;
        }

        TakeBackInChunks();
        LowerChoices();
        return simplest.Choices;

        void TakeBackInChunks()
        {
            for (int size = Math.Max(plan.Count / 2, 1); size > 0; size /= 2)
            {
                bool hasShrunk;
                do
                {
                    hasShrunk = false;
                    for (int i = 0; i < plan.Count;)
                    {
                        List<Departure> rest = [.. plan.Take(i), .. plan.Skip(i + size)];
                        if (TryPlan(rest))
                        {
                            plan = rest;
                            hasShrunk = true;
                        }
                        else
                        {
                            i += size;
                        }
                    }
                }
                while (hasShrunk && size == 1 && _left > 0);
            }
        }

        // The smallest of few that do.
        void LowerChoices()
        {
            for (int i = 0; i < plan.Count; i++)
            {
                if (plan[i].Kind is DecisionKind.Order or DecisionKind.Release)
                {
                    continue;
                }

                for (int choice = 1; choice < plan[i].Choice; choice *= 2)
                {
                    List<Departure> lower = [.. plan];
                    lower[i] = plan[i] with { Choice = choice };
                    if (TryPlan(lower))
                    {
                        plan = lower;
                        break;
                    }
                }
            }
        }

        bool TryPlan(List<Departure> departures)
        {
            if (_left <= 0)
            {
                return false;
            }

            _left--;
            ScheduleRun run = ScheduleRun.Perform(program, new PlanChooser(departures), options.Test, traced: false);
            if (run.Exception is null || !identity.IsSame(run.Exception))
            {
                return false;
            }

            simplest = run;
            return true;
        }
    }
}
