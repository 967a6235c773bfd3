namespace Coroutines.Tests.Conformance.Differential;

/// <summary>Something to await, and how to read its result afterwards.</summary>
internal readonly record struct Expression(Awaitable Awaitable, Func<object?> Result)
{
    public static Expression Of(Awaitable awaitable) => new(awaitable, static () => null);

    public static Expression Of<T>(Awaitable<T> awaitable) => new(awaitable, () => awaitable.Result);
}
