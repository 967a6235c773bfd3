namespace Coroutines.Exercises;

/// <summary>A clock that goes on by one tick whenever somebody looks at it: polling takes time, and nothing else does.</summary>
public sealed class PolledClock
{
    private const int Limit = 10_000;

    /// <summary>The time without a look at the clock: for tests, which must not disturb it.</summary>
    public int Reading { get; private set; }

    public int Now
    {
        get
        {
            Reading++;
            if (Reading > Limit)
            {
                throw new ShouldAssertException(
                    $"The clock was looked at {Limit} times, and still somebody waits. Who never becomes ready?");
            }

            return Reading;
        }
    }
}
