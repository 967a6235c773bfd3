namespace Coroutines.Benchmarks;

/// <summary>A figure and what it is to be. It says whether that was reached; nothing fails by it.</summary>
internal sealed record Check(string Text, bool? IsReached)
{
    /// <summary>Ours takes at most so many times what the other takes.</summary>
    internal static Check AtMost(double limit, double ours, double other, string name) =>
        Of($"<= {limit}x {name}", ours / other, ours <= other * limit);

    /// <summary>Ours is at least so many times faster than the other.</summary>
    internal static Check Faster(double limit, double ours, double other, string name) =>
        Of($">= {limit}x {name}", other / ours, ours * limit <= other);

    internal static Check Bytes(double limit, double bytes) =>
        Of($"<= {limit} B", bytes, Math.Round(bytes, 2) <= limit);

    public override string ToString() => IsReached switch
    {
        true => $"{Text} ok",
        false => $"{Text} MISS",
        null => $"{Text} not measured",
    };

    private static Check Of(string text, double figure, bool isReached) =>
        double.IsNaN(figure) ? new Check(text, null) : new Check($"{text}: {Figures.Format(figure)}", isReached);
}
