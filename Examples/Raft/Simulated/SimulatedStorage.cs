using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>A file on the disk of a simulated host.</summary>
internal sealed class SimulatedStorage(SimulatedFile file) : IStorage
{
    public IEnumerator<Awaitable> ReadAll()
    {
        yield return file.ReadToEnd().Into(out Awaitable<byte[]> read);
        yield return Return(read.Result);
    }

    public IEnumerator<Awaitable> Truncate(long length)
    {
        yield return file.Truncate(length);
    }

    public IEnumerator<Awaitable> Append(ReadOnlyMemory<byte> bytes)
    {
        yield return file.Append(bytes);
    }

    public IEnumerator<Awaitable> Flush()
    {
        yield return file.Flush();
    }
}
