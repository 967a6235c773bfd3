using System.Diagnostics;

namespace Coroutines;

/// <summary>How something with a result ended that was awaited under <c>Settle</c>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Outcome<T> : Outcome
{
    private Awaitable<T> _source;

    internal Outcome(Awaitable<T> source) => _source = source;

    /// <inheritdoc cref="Outcome.Result"/>
    public new T Result
    {
        get
        {
            ThrowIfFailed();
            return _source.Result;
        }
    }

    /// <inheritdoc cref="Outcome.Of(Future)"/>
    internal static new Outcome<T> Of(Future done)
    {
        var outcome = new Outcome<T>(Children.ToAwaitable<T>(done));
        outcome.Settle(done.TakeFault());
        return outcome;
    }

    private protected override object? BoxedResult => _source.Result;
}
