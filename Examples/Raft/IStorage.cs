namespace Coroutines.Examples.Raft;

/// <summary>A file that only grows at its end, on a disk that may be slow, and that forgets at a crash what was not flushed.</summary>
internal interface IStorage
{
    /// <summary>A coroutine that returns all there is, as a <c>byte[]</c>.</summary>
    IEnumerator<Awaitable> ReadAll();

    /// <summary>Cuts it off behind so many bytes.</summary>
    IEnumerator<Awaitable> Truncate(long length);

    /// <summary>Adds bytes at the end. A crash may lose them, or some of them, until they are flushed.</summary>
    IEnumerator<Awaitable> Append(ReadOnlyMemory<byte> bytes);

    /// <summary>Waits until all of it is where no crash reaches it.</summary>
    IEnumerator<Awaitable> Flush();
}
