namespace Coroutines.Benchmarks;

/// <summary>A figure and what it is to be. It says whether that was reached; nothing fails by it.</summary>
/// <param name="Goal">What it is to be, in words.</param>
/// <param name="Figure">What was measured; NaN if nothing was.</param>
/// <param name="Limit">What it is held against.</param>
/// <param name="IsUpperLimit">Whether it is to be at most the limit; else at least.</param>
internal sealed record Check(string Goal, double Figure, double Limit, bool IsUpperLimit)
{
    /// <summary>Ours takes at most so many times what the other takes.</summary>
    internal static Check AtMost(double limit, double ours, double other, string name) =>
        new($"<= {limit}x {name}", ours / other, limit, IsUpperLimit: true);

    /// <summary>Ours is at least so many times faster than the other.</summary>
    internal static Check Faster(double limit, double ours, double other, string name) =>
        new($">= {limit}x {name}", other / ours, limit, IsUpperLimit: false);

    /// <summary>Ours takes at most so much.</summary>
    internal static Check Under(double limit, double ours, string unit) =>
        new($"<= {limit} {unit}", ours, limit, IsUpperLimit: true);

    internal static Check Bytes(double limit, double bytes) => Under(limit, Math.Round(bytes, 2), "B");

    public override string ToString() =>
        double.IsNaN(Figure) ? $"{Goal} not measured" : $"{Goal}: {Figures.Format(Figure)} {(IsReached ? "ok" : "MISS")}";

    private bool IsReached => IsUpperLimit ? Figure <= Limit : Figure >= Limit;
}
