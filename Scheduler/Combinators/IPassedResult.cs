namespace Coroutines;

/// <summary>What gives, as a rule, the result of another awaitable, which may do the same in its turn.</summary>
internal interface IPassedResult<T> : IResult<T>
{
    /// <summary>The other awaitable.</summary>
    ref Awaitable<T> Other { get; }

    /// <summary>Whether it is the other's result that counts.</summary>
    /// <exception cref="InvalidStateException">It is too early.</exception>
    bool VerifyPassesOn();
}
