namespace Coroutines;

/// <summary>What has arrived on a stream and was not read yet, in a rented array; in none while there is nothing.</summary>
/// <param name="pool">What it is rented from.</param>
/// <remarks>A part of its owner, not to be copied.</remarks>
internal struct InputBuffer(BufferPool pool)
{
    internal const int MostAtATime = 256 * 1024;

    private const int LeastAtATime = BufferPool.MessageSize;

    private byte[] _array = [];
    private int _start;
    private int _end;

    // How much room the next receive is given: as much as the traffic fills.
    private int _room = LeastAtATime;

    // While somebody looks at the bytes where they are, they neither move nor are handed back. The array that they stood in
    // when more room was needed is kept here.
    private bool _isPinned;
    private byte[]? _outgrown;

    internal readonly int Count => _end - _start;

    internal readonly ReadOnlySpan<byte> Bytes => _array.AsSpan(_start, _end - _start);

    /// <summary>Room for what arrives next; <see cref="Extend"/> says how much of it was used.</summary>
    internal Memory<byte> RoomForMore()
    {
        if (_array.Length == 0 && _room == LeastAtATime)
        {
            // As many streams may have a message each before the first one is read, it gets an array of its size when that is known.
            return pool.Scratch;
        }

        if (_array.Length - _end < _room)
        {
            MakeRoom();
        }

        return _array.AsMemory(_end, Math.Min(_array.Length - _end, MostAtATime));
    }

    /// <summary>So many bytes were received into the room.</summary>
    internal void Extend(int count)
    {
        if (_array.Length == 0 && count > 0)
        {
            _array = pool.Rent(count);
            pool.Scratch.AsSpan(0, count).CopyTo(_array);
        }

        _end += count;
        if (count == 0)
        {
            ReleaseIfEmpty();
        }
        else if (count >= _room)
        {
            _room = Math.Min(_room * 4, MostAtATime);
        }
        else if (count < _room / 8)
        {
            _room = Math.Max(_room / 2, LeastAtATime);
        }
    }

    /// <summary>Adds a copy of some bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Memory<byte> room = RoomForMore();
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room.Span);
            Extend(count);
            bytes = bytes[count..];
        }
    }

    internal void Remove(int count)
    {
        _start += count;
        ReleaseIfEmpty();
    }

    internal byte[] Take(int count)
    {
        byte[] taken = Bytes[..count].ToArray();
        Remove(count);
        return taken;
    }

    /// <summary>Shows the bytes where they are; they stay there until <see cref="Unpin"/>.</summary>
    internal ReadOnlyMemory<byte> Pin()
    {
        _isPinned = Count > 0;
        return _array.AsMemory(_start, Count);
    }

    internal void Unpin()
    {
        if (!_isPinned)
        {
            return;
        }

        _isPinned = false;
        if (_outgrown is not null)
        {
            pool.Return(_outgrown);
            _outgrown = null;
        }

        ReleaseIfEmpty();
    }

    internal void Clear() => Remove(Count);

    private void MakeRoom()
    {
        int count = Count;
        if (!_isPinned && _array.Length - count >= _room)
        {
            Bytes.CopyTo(_array);
        }
        else
        {
            byte[] larger = pool.Rent(Math.Max(count + _room, count * 2));
            Bytes.CopyTo(larger);
            HandBack();
            _array = larger;
        }

        _start = 0;
        _end = count;
    }

    private void ReleaseIfEmpty()
    {
        if (_start == _end && !_isPinned)
        {
            HandBack();
            _array = [];
            _start = 0;
            _end = 0;
        }
    }

    private void HandBack()
    {
        if (_isPinned && _outgrown is null)
        {
            _outgrown = _array;
        }
        else if (_array.Length > 0)
        {
            pool.Return(_array);
        }
    }
}
