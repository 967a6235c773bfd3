namespace Coroutines.Examples.Fetch;

/// <summary>A page that could not be fetched; the message says why, in words for the one who asked for it.</summary>
internal sealed class FetchException(string message) : Exception(message);
