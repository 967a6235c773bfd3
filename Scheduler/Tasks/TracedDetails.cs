namespace Coroutines;

/// <summary>The details of a future that was made in debug mode.</summary>
internal sealed class TracedDetails(string creationStack) : FutureDetails
{
    /// <summary>Where it was created.</summary>
    internal string CreationStack => creationStack;
}
