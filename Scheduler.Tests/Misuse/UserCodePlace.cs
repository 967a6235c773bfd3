namespace Coroutines.Tests.Misuse;

/// <summary>A place where the library calls the user's code.</summary>
/// <param name="Name">The parameter or the property that takes it.</param>
/// <param name="WhereItComesOut">Where it comes out what the code throws.</param>
/// <param name="Use">Has the code called by what this gives to await.</param>
/// <param name="WhereNullComesOut">The same, where it gives null instead of what it should; null if it gives nothing.</param>
internal sealed record UserCodePlace(
    string Name, string WhereItComesOut, Func<User, Awaitable> Use, string? WhereNullComesOut = null);
