using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>A file of a <see cref="SimulatedDisk"/>.</summary>
/// <remarks>
/// What is written is read back at once, and is safe after a <see cref="Flush"/> that began later. Of the rest, a crash keeps what it likes: each write as
/// a whole, a part from its beginning, or nothing of it, whatever became of those before it.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SimulatedFile
{
    private readonly SimulatedDisk _disk;
    private readonly Queue<UnflushedWrite> _unflushed = new();
    private FileBytes _contents = new();
    private readonly FileBytes _flushed = new();
    private long _lastWrite;

    internal SimulatedFile(SimulatedDisk disk, string name)
    {
        _disk = disk;
        Name = name;
    }

    /// <summary>Its name.</summary>
    public string Name { get; internal set; }

    /// <summary>How many bytes it has, those included that were not flushed.</summary>
    public long Length => _contents.Length;

    /// <summary>Writes behind its end.</summary>
    /// <param name="bytes">The bytes, which are taken at the <c>yield return</c>.</param>
    /// <returns>What to yield, once. It takes the time of the disk; a cancel takes nothing back.</returns>
    public Awaitable Append(ReadOnlyMemory<byte> bytes) => Awaitable.Await(WriteAt(null, bytes));

    /// <summary>Writes at some place; between the end and a place behind it are zeros then.</summary>
    /// <param name="offset">The place, from the beginning.</param>
    /// <param name="bytes">The bytes, which are taken at the <c>yield return</c>.</param>
    /// <returns>What to yield, once. It takes the time of the disk; a cancel takes nothing back.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or beyond 2 GB.</exception>
    public Awaitable Write(long offset, ReadOnlyMemory<byte> bytes) => Awaitable.Await(WriteAt(VerifyOffset(offset, nameof(offset)), bytes));

    /// <summary>Cuts it off.</summary>
    /// <param name="length">How many bytes are left; if there are fewer, zeros are added.</param>
    /// <returns>What to yield, once. It takes the time of the disk; a cancel takes nothing back.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or beyond 2 GB.</exception>
    public Awaitable Truncate(long length) => Awaitable.Await(TruncateTo(VerifyOffset(length, nameof(length))));

    /// <summary>Reads from some place.</summary>
    /// <param name="offset">The place, from the beginning.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>What to yield, once; then it has the bytes, fewer where the file ends before. It takes the time of the disk.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or <paramref name="offset"/> beyond 2 GB.</exception>
    public Awaitable<byte[]> Read(long offset, int count)
    {
        ThrowHelper.IfLessThan(count, 0, nameof(count), "A number of bytes is 0 or more.");
        return Awaitable.Await<byte[]>(ReadAt(VerifyOffset(offset, nameof(offset)), count));
    }

    /// <summary>Reads all of it.</summary>
    /// <returns>What to yield, once; then it has the bytes. It takes the time of the disk.</returns>
    public Awaitable<byte[]> ReadToEnd() => Awaitable.Await<byte[]>(ReadAt(0, int.MaxValue));

    /// <summary>Makes safe what was written before: <c>fsync</c>.</summary>
    /// <returns>What to yield, once. It takes the time of the disk; when it is over, a crash loses nothing of that any more.</returns>
    public Awaitable Flush() => Awaitable.Await(FlushAll());

    /// <summary>For reports.</summary>
    /// <returns>For example <c>file 'log' of host 'a' (120 bytes)</c>.</returns>
    public override string ToString() => $"file {Repr.Of(Name)} of {_disk.Host.Describe()} ({Length} bytes)";

    internal void Crash(SeededRandom random)
    {
        while (_unflushed.Count > 0)
        {
            Survive(_unflushed.Dequeue(), random);
        }

        _contents = _flushed.Copy();
    }

    private void Survive(in UnflushedWrite write, SeededRandom random)
    {
        int size = write.Bytes.Length;
        int kept = random.Next(3) switch
        {
            0 => 0,
            1 when size > 1 => 1 + random.Next(size - 1),
            _ => size,
        };
        if (kept == size)
        {
            write.ApplyTo(_flushed);
            return;
        }

        _disk.Trace.Add(kept == 0 ? TraceKind.LostWrite : TraceKind.TornWrite, _disk.Host.Node, text: Name, amount: kept == 0 ? size : kept);
        if (kept > 0)
        {
            (write with { Bytes = write.Bytes[..kept] }).ApplyTo(_flushed);
        }
    }

    private IEnumerator<Awaitable> WriteAt(int? offset, ReadOnlyMemory<byte> bytes)
    {
        _disk.Trace.Add(TraceKind.Write, _disk.Host.Node, text: Name, amount: bytes.Length);
        Note(new UnflushedWrite(++_lastWrite, offset ?? _contents.Length, bytes.ToArray(), IsTruncation: false));
        yield return Awaitable.Sleep(_disk.DrawLatency());
    }

    private IEnumerator<Awaitable> TruncateTo(int length)
    {
        Note(new UnflushedWrite(++_lastWrite, length, [], IsTruncation: true));
        yield return Awaitable.Sleep(_disk.DrawLatency());
    }

    private IEnumerator<Awaitable> ReadAt(int offset, int count)
    {
        yield return Awaitable.Sleep(_disk.DrawLatency());
        yield return Awaitable.Return(_contents.Read(offset, count));
    }

    private IEnumerator<Awaitable> FlushAll()
    {
        long last = _lastWrite;
        yield return Awaitable.Sleep(_disk.DrawLatency());
        while (_unflushed.Count > 0 && _unflushed.Peek().Number <= last)
        {
            _unflushed.Dequeue().ApplyTo(_flushed);
        }

        _disk.Trace.Add(TraceKind.Flush, _disk.Host.Node, text: Name);
    }

    private void Note(in UnflushedWrite write)
    {
        write.ApplyTo(_contents);
        _unflushed.Enqueue(write);
    }

    private static int VerifyOffset(long value, string name) => value is >= 0 and <= int.MaxValue
        ? (int)value
        : throw new ArgumentOutOfRangeException(name, value, "A place in a simulated file is from 0 to 2 GB.");

    /// <summary>A write that a crash may lose.</summary>
    /// <param name="Number">Counts up.</param>
    /// <param name="Offset">Its place; of a truncation, what is left.</param>
    /// <param name="Bytes">What is written.</param>
    /// <param name="IsTruncation">Whether the file is cut off instead.</param>
    private readonly record struct UnflushedWrite(long Number, int Offset, byte[] Bytes, bool IsTruncation)
    {
        internal void ApplyTo(FileBytes file)
        {
            if (IsTruncation)
            {
                file.SetLength(Offset);
            }
            else
            {
                file.Write(Offset, Bytes);
            }
        }
    }
}
