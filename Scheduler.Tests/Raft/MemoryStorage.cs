using Coroutines.Examples.Raft;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Raft;

/// <summary>A file in memory, of which a crash leaves what was flushed, and as much of the rest as one likes.</summary>
internal sealed class MemoryStorage : IStorage
{
    private readonly List<byte> _bytes = [];
    private int _flushed;

    public int Length => _bytes.Count;

    /// <summary>As a crash leaves it, that keeps so many of the bytes that were not flushed.</summary>
    public void Crash(int kept = 0)
    {
        int length = Math.Min(_flushed + kept, _bytes.Count);
        _bytes.RemoveRange(length, _bytes.Count - length);
    }

    /// <summary>Changes a byte behind everybody's back.</summary>
    public void Spoil(int index) => _bytes[index] ^= 1;

    public IEnumerator<Awaitable> ReadAll()
    {
        yield return Return(_bytes.ToArray());
    }

    public IEnumerator<Awaitable> Truncate(long length)
    {
        _bytes.RemoveRange((int)length, _bytes.Count - (int)length);
        yield break;
    }

    public IEnumerator<Awaitable> Append(ReadOnlyMemory<byte> bytes)
    {
        _bytes.AddRange(bytes.Span);
        yield break;
    }

    public IEnumerator<Awaitable> Flush()
    {
        _flushed = _bytes.Count;
        yield break;
    }
}
