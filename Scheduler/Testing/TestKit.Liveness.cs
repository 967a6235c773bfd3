namespace Coroutines.Testing;

// What comes true at last, or holds all the time.
public static partial class TestKit
{
    /// <summary>Waits until something is true, and fails if that takes too long: "eventually".</summary>
    /// <param name="condition">What is to come true; asked as <see cref="Awaitable.WaitUntil"/> asks, and once more at the end.</param>
    /// <param name="within">How long it may take, in seconds of the scheduler's time; null for as long as the run may take.</param>
    /// <param name="what">What it is, for the message, such as <c>the server is up</c>; null for none.</param>
    /// <returns>What to yield, once. The <c>yield return</c> fails with an <see cref="AssertionFailedException"/> if the time is up.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    public static Awaitable Eventually(Func<bool> condition, Duration? within = null, string? what = null)
    {
        ThrowHelper.IfNull(condition, nameof(condition));
        return Awaitable.Await(WaitUntilTrue(condition, within, what ?? "What was waited for"));
    }

    /// <summary>Asserts that something holds, now and after each step from now on; see <see cref="TestScheduler.Always"/>.</summary>
    /// <param name="condition">What has to hold.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <returns>What ends the watch when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> or <paramref name="what"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs here, or it was not made by a TestScheduler.</exception>
    public static IDisposable Always(Func<bool> condition, string what) => TestScheduler.Current.Always(condition, what);

    private static IEnumerator<Awaitable> WaitUntilTrue(Func<bool> condition, Duration? within, string what)
    {
        if (condition())
        {
            yield break;
        }

        yield return Awaitable.Settle(Awaitable.WaitFor(Awaitable.WaitUntil(condition), within), out Outcome outcome);
        if (outcome.Exception is not TimeoutException)
        {
            outcome.ThrowIfFailed();
        }
        else if (!condition())
        {
            throw new AssertionFailedException($"{what} did not come true within {within}.");
        }
    }
}
