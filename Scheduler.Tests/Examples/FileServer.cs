namespace Coroutines.Tests.Examples;

/// <summary>A web server that others wrote, serving the files of a folder on loopback.</summary>
internal abstract class FileServer : IDisposable
{
    public abstract string Address { get; }

    public abstract void Dispose();
}
