namespace Coroutines;

public readonly partial struct Awaitable
{
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
