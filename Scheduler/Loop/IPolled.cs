namespace Coroutines;

/// <summary>Something that calls the user's code, again and again, to learn whether something has happened.</summary>
internal interface IPolled
{
    /// <summary>Asks once.</summary>
    /// <returns>Whether to ask again.</returns>
    bool Ask();
}
