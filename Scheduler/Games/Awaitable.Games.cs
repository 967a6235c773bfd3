namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Suspends for a while by the scheduler's own time, which no group's pause and no time scale changes: for what is shown
    /// while a game is in slow motion. A coroutine whose group is paused goes on only after that, however. Allocates nothing once it
    /// is warm.
    /// </summary>
    /// <param name="time">How long, in seconds or as a <see cref="TimeSpan"/>. 0 is a bare yield.</param>
    /// <returns>What to yield; any number of times, and by several coroutines.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is NaN.</exception>
    public static Awaitable SleepUnscaled(Duration time) => UnscaledSleep.Of(time.Seconds);

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

    /// <summary>Waits for whichever of several signals is emitted first.</summary>
    /// <param name="signals">The signals. The same one twice counts once.</param>
    /// <returns>What to yield, once; then it has the signal and what it was emitted with.</returns>
    /// <remarks>
    /// It listens from the <c>yield return</c> on, and to none of them any more once one has come. What is emitted before the
    /// coroutine waits again is missed. Allocates nothing once it is warm, where its result is read, but for a box around what a signal tells
    /// if that is a struct of your own. For the first of several tasks, see <c>Race</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="signals"/>, or one of them, is null.</exception>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Awaitable<SignalHit> FirstOf(params SignalSource[] signals)
    {
        ThrowHelper.IfNull(signals, nameof(signals));
        return FirstOf((ReadOnlySpan<SignalSource>)signals);
    }

    /// <inheritdoc cref="FirstOf(SignalSource[])"/>
    public static Awaitable<SignalHit> FirstOf(params ReadOnlySpan<SignalSource> signals)
    {
        foreach (SignalSource signal in signals)
        {
            ThrowHelper.IfNull(signal, nameof(signals));
        }

        if (signals.Length == 0)
        {
            throw new ArgumentException("There is no signal to wait for.", nameof(signals));
        }

        return SignalChoice.Of(signals);
    }
}
