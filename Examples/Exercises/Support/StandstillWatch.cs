namespace Coroutines.Exercises;

/// <summary>Notices when step after step is taken, and the virtual time stands still: while anybody has something to do, it does not go on.</summary>
internal sealed class StandstillWatch(Action<int> report) : IStepListener
{
    /// <summary>No test takes as many at one moment.</summary>
    private const int Limit = 500_000;

    private double _time;
    private int _steps;

    public void OnStep(in StepEvent step)
    {
        if (step.Time != _time)
        {
            _time = step.Time;
            _steps = 0;
        }

        if (++_steps == Limit)
        {
            report(Limit);
        }
    }
}
