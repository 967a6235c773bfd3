namespace Coroutines.Testing;

// What a program decides, or has decided, itself while it is explored.
public static partial class TestKit
{
    /// <summary>A number that an exploration chooses; 0 outside of one.</summary>
    /// <param name="count">How many there are to choose from.</param>
    /// <returns>From 0 up to, and without, <paramref name="count"/>. 0 is what a report is simplified to.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static int Choose(int count)
    {
        ThrowHelper.IfLessThan(count, 1, nameof(count), "There has to be something to choose from.");
        return Variation.Current is { } variation && count > 1
            ? variation.Decisions.ChooseInStep(DecisionKind.Value, count, $"Choose({count})")
            : 0;
    }

    /// <summary>Something that an exploration has happen now and then; it never does outside of one.</summary>
    /// <param name="probability">How likely it is, from 0 to 1.</param>
    /// <returns>Whether it happens.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not between 0 and 1.</exception>
    public static bool Chance(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        }

        return Variation.Current is { } variation && variation.Decisions.ChooseInStep(
            DecisionKind.Chance, 2, FormattableString.Invariant($"Chance({probability})"), probability) == 1;
    }

    /// <summary>Random bytes that an exploration chooses, and that are the same whenever it is replayed; zeros outside of one.</summary>
    /// <param name="count">How many.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static byte[] RandomBytes(int count)
    {
        ThrowHelper.IfLessThan(count, 0, nameof(count), "A number of bytes cannot be negative.");
        byte[] bytes = new byte[count];
        if (Variation.Current is { } variation
            && variation.Decisions.ChooseInStep(DecisionKind.Value, int.MaxValue, $"RandomBytes({count})") is var seed and not 0)
        {
            var random = new SeededRandom(seed);
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)random.Next(256);
            }
        }

        return bytes;
    }

    /// <summary>Marks a place that may fail: an exploration has it fail now and then. It does nothing outside of one.</summary>
    /// <param name="name">What the place is called in a report.</param>
    /// <exception cref="InjectedFaultException">It fails.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static void FaultPoint(string name) => FaultPoint(name, () => new InjectedFaultException($"The fault point {Repr.Of(name)} fails."));

    /// <summary>Marks a place that may fail with an exception of its own: an exploration has it fail now and then. It does nothing outside of one.</summary>
    /// <param name="name">What the place is called in a report.</param>
    /// <param name="makeException">Makes what is thrown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="makeException"/> is null.</exception>
    public static void FaultPoint(string name, Func<Exception> makeException)
    {
        ThrowHelper.IfNull(name, nameof(name));
        ThrowHelper.IfNull(makeException, nameof(makeException));
        if (Variation.Current is { } variation && variation.Decisions.ReachFaultPoint(name))
        {
            throw makeException();
        }
    }

    /// <summary>
    /// Says that the step works on something that other tasks work on too: for <see cref="ExhaustiveOptions.PartialOrderReduction"/>, which
    /// knows nothing of the program's variables. It does nothing otherwise.
    /// </summary>
    /// <param name="what">The object that is shared, or one that stands for it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="what"/> is null.</exception>
    public static void Touch(object what)
    {
        ThrowHelper.IfNull(what, nameof(what));
        Variation.Current?.Footprints?.Touch(what);
    }
}
