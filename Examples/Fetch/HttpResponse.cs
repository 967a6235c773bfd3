namespace Coroutines.Examples.Fetch;

/// <summary>What is left of a response once its body was read.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The words after the code; may be empty.</param>
/// <param name="Location">Where a redirect leads to, as the server wrote it.</param>
/// <param name="Length">The size of the body in bytes.</param>
internal sealed record HttpResponse(int Status, string Reason, string? Location, long Length);
