using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>The value of a <c>yield return Return(value)</c>, on its way to whoever awaits it.</summary>
/// <remarks>A small number travels beside the object, in the <see cref="Awaitable.Argument"/>: returning it allocates nothing.</remarks>
internal abstract class ReturnValue : AwaitableSource
{
    internal abstract Type Type { get; }

    internal static Awaitable Of<T>(T value) => SmallNumber.TryPack(value, out long number)
        ? new Awaitable(SmallReturnValue<T>.Instance, AwaitableKind.Return, number)
        : new Awaitable(new ReturnValue<T>(value), AwaitableKind.Return);

    internal abstract object? Box(long number);

    /// <summary>The value as a <typeparamref name="T"/>, if it is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGet<T>(long number, out T value)
    {
        if (this is SmallReturnValue<T>)
        {
            value = SmallNumber.Unpack<T>(number);
            return true;
        }

        if (this is ReturnValue<T> exact)
        {
            value = exact.Value;
            return true;
        }

        return TryConvert(number, out value);
    }

    // A string for an object, a list for an interface; and null for whatever can be null.
    private bool TryConvert<T>(long number, out T value)
    {
        object? boxed = Box(number);
        if (boxed is T converted)
        {
            value = converted;
            return true;
        }

        value = default!;
        return boxed is null && default(T) is null && (!Type.IsValueType || typeof(T).IsAssignableFrom(Type));
    }
}

/// <inheritdoc/>
file sealed class ReturnValue<T>(T value) : ReturnValue
{
    internal T Value => value;

    internal override Type Type => typeof(T);

    internal override object? Box(long number) => value;
}

/// <inheritdoc/>
file sealed class SmallReturnValue<T> : ReturnValue
{
    internal static readonly SmallReturnValue<T> Instance = new();

    internal override Type Type => typeof(T);

    internal override object? Box(long number) => SmallNumber.Unpack<T>(number);
}

/// <summary>Values that fit into an <see cref="Awaitable.Argument"/>: of the commonest types, so that the compiler decides which code is left.</summary>
file static class SmallNumber
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryPack<T>(T value, out long number)
    {
        if (typeof(T) == typeof(int))
        {
            number = (int)(object)value!;
            return true;
        }

        if (typeof(T) == typeof(bool))
        {
            number = (bool)(object)value! ? 1 : 0;
            return true;
        }

        if (typeof(T) == typeof(long))
        {
            number = (long)(object)value!;
            return Awaitable.FitsArgument(number);
        }

        number = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Unpack<T>(long number)
    {
        if (typeof(T) == typeof(int))
        {
            return (T)(object)(int)number;
        }

        return typeof(T) == typeof(bool) ? (T)(object)(number != 0) : (T)(object)number;
    }
}
