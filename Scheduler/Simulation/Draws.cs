namespace Coroutines.Testing;

/// <summary>What a simulated world asks of chance. Only sums, products and quotients: these are the same on every machine.</summary>
internal static class Draws
{
    private const int Steps = 1 << 30;

    /// <summary>A number from 0 up to, and without, 1.</summary>
    internal static double Fraction(this SeededRandom random) => (double)random.Next(Steps) / Steps;

    /// <summary>A number between two; the lower one if the other is below it, and infinite if that is.</summary>
    internal static double Between(this SeededRandom random, double low, double high)
    {
        if (high <= low || double.IsPositiveInfinity(high))
        {
            return Math.Max(low, high);
        }

        return low + ((high - low) * random.Fraction());
    }

    /// <summary>Whether something comes about that has some probability. What is impossible, or certain, draws nothing.</summary>
    internal static bool Happens(this SeededRandom random, double probability) =>
        probability > 0 && (probability >= 1 || random.Fraction() < probability);

    internal static T OneOf<T>(this SeededRandom random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
