namespace Coroutines.Examples.Serve;

/// <summary>A request that is answered with an error.</summary>
internal sealed class HttpException(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;
}
