namespace Coroutines;

/// <summary>Keeps values of the language's own small types as numbers, so that no object is needed where any type may be.</summary>
internal static class SmallValue
{
    internal static Delegate[] Packers { get; } =
    [
        (bool value) => value ? 1L : 0,
        (char value) => (long)value,
        (sbyte value) => (long)value,
        (byte value) => (long)value,
        (short value) => (long)value,
        (ushort value) => (long)value,
        (int value) => (long)value,
        (uint value) => (long)value,
        (long value) => value,
        (ulong value) => unchecked((long)value),
        (float value) => (long)BitConverter.SingleToInt32Bits(value),
        BitConverter.DoubleToInt64Bits,
    ];

    internal static Delegate[] Unpackers { get; } =
    [
        (long number) => number != 0,
        (long number) => (char)number,
        (long number) => (sbyte)number,
        (long number) => (byte)number,
        (long number) => (short)number,
        (long number) => (ushort)number,
        (long number) => (int)number,
        (long number) => (uint)number,
        (long number) => number,
        (long number) => unchecked((ulong)number),
        (long number) => BitConverter.Int32BitsToSingle((int)number),
        BitConverter.Int64BitsToDouble,
    ];
}
