using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>A real file. What waits for the disk does so on a thread.</summary>
internal sealed class FileStorage(string path) : IStorage, IDisposable
{
    private readonly FileStream _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    public IEnumerator<Awaitable> ReadAll()
    {
        yield return ToThread(() =>
        {
            byte[] bytes = new byte[_file.Length];
            _file.Position = 0;
            _file.ReadExactly(bytes);
            return bytes;
        }).Into(out Awaitable<byte[]> read);
        yield return Return(read.Result);
    }

    public IEnumerator<Awaitable> Truncate(long length)
    {
        yield return ToThread(() => _file.SetLength(length));
    }

    public IEnumerator<Awaitable> Append(ReadOnlyMemory<byte> bytes)
    {
        yield return ToThread(() =>
        {
            _file.Seek(0, SeekOrigin.End);
            _file.Write(bytes.Span);
        });
    }

    public IEnumerator<Awaitable> Flush()
    {
        yield return ToThread(() => _file.Flush(flushToDisk: true));
    }

    public void Dispose() => _file.Dispose();
}
