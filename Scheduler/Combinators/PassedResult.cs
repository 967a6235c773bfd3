namespace Coroutines;

/// <summary>Finds a result that many stand around. A loop: how many there are is up to the user.</summary>
internal static class PassedResult
{
    internal static T Of<T>(IPassedResult<T> outermost)
    {
        IPassedResult<T> passing = outermost;
        while (passing.Other.Source is IPassedResult<T> inner && inner.VerifyPassesOn())
        {
            passing = inner;
        }

        return passing.Other.Result;
    }
}
