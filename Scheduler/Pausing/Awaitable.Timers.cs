namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Makes moments at equal distances, without drift, for a loop that does something at each of them.</summary>
    /// <param name="period">The distance between two of them.</param>
    /// <param name="catchUp">What to do about those that are missed while the coroutine is busy with something else.</param>
    /// <returns>What to yield for each of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="period"/> is not above 0, or not finite; or <paramref name="catchUp"/> is no rule.
    /// </exception>
    public static Ticker Every(Duration period, CatchUp catchUp)
    {
        if (!(period.Seconds > 0) || double.IsInfinity(period.Seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(period), period.Seconds, "A period is a finite number of seconds above 0.");
        }

        if (catchUp is < CatchUp.RunEach or > CatchUp.Merge)
        {
            throw new ArgumentOutOfRangeException(nameof(catchUp), catchUp, "RunEach, Skip or Merge is what can be done.");
        }

        return new Ticker(period.Seconds, catchUp);
    }
}
