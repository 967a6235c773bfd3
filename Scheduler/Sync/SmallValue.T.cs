namespace Coroutines;

/// <summary>How a value of a type is kept as a number; null where it cannot be.</summary>
internal static class SmallValue<T>
{
    internal static Func<T, long>? Pack { get; } = SmallValue.Packers.OfType<Func<T, long>>().FirstOrDefault();

    internal static Func<long, T>? Unpack { get; } = SmallValue.Unpackers.OfType<Func<long, T>>().FirstOrDefault();
}
