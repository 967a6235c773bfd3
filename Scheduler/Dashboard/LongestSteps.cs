namespace Coroutines;

/// <summary>The longest steps of a while, the longest first.</summary>
internal sealed class LongestSteps
{
    private const int Most = 16;

    private readonly StepEvent[] _steps = new StepEvent[Most];
    private int _count;

    /// <summary>One that takes no longer has no place among them.</summary>
    internal long Least { get; private set; }

    internal void Add(in StepEvent step)
    {
        if (_count < Most)
        {
            _count++;
        }

        int place = _count - 1;
        for (; place > 0 && _steps[place - 1].DurationInTicks < step.DurationInTicks; place--)
        {
            _steps[place] = _steps[place - 1];
        }

        _steps[place] = step;
        FindLeast();
    }

    /// <summary>Forgets those that began before some moment.</summary>
    internal void Forget(long before)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_steps[i].Timestamp >= before)
            {
                _steps[kept++] = _steps[i];
            }
        }

        Array.Clear(_steps, kept, _count - kept);
        _count = kept;
        FindLeast();
    }

    internal StepEvent[] ToArray() => _steps.AsSpan(0, Math.Min(_count, Most)).ToArray();

    private void FindLeast() => Least = _count == Most ? _steps[Most - 1].DurationInTicks : 0;
}
