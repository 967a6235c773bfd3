namespace Coroutines;

/// <summary>The value of a <c>yield return Return(value)</c>, on its way to whoever awaits it.</summary>
internal abstract class ReturnValue : AwaitableSource
{
    internal abstract Type Type { get; }

    internal abstract object? Boxed { get; }

    /// <summary>The value as a <typeparamref name="T"/>, if it is one.</summary>
    internal bool TryGet<T>(out T value)
    {
        if (this is ReturnValue<T> exact)
        {
            value = exact.Value;
            return true;
        }

        // A string for an object, a list for an interface; and null for whatever can be null.
        if (Boxed is T converted)
        {
            value = converted;
            return true;
        }

        value = default!;
        return Boxed is null && default(T) is null && (!Type.IsValueType || typeof(T).IsAssignableFrom(Type));
    }
}

/// <inheritdoc/>
internal sealed class ReturnValue<T>(T value) : ReturnValue
{
    internal T Value => value;

    internal override Type Type => typeof(T);

    internal override object? Boxed => value;
}
