using System.Buffers;

namespace Coroutines;

/// <summary>The arrays that a scheduler's streams keep what has arrived in, until it is read.</summary>
/// <remarks>
/// In one iteration as many messages arrive as there are busy connections, and the next one reads them. .NET's shared pool keeps few arrays for
/// each processor, and makes the others anew each time.
/// </remarks>
internal sealed class BufferPool : IUpkeep
{
    /// <summary>The size of what most messages fit in.</summary>
    internal const int MessageSize = 4 * 1024;

    private readonly Shelf _small = new(256);
    private readonly Shelf _medium = new(1024);
    private readonly Shelf _large = new(MessageSize);

    /// <summary>Room for a message, for the one who receives at this moment.</summary>
    internal byte[] Scratch => field ??= new byte[MessageSize];

    /// <summary>Room for the longest datagram, and one byte more, by which a longer one shows.</summary>
    internal byte[] DatagramScratch => field ??= new byte[DatagramSockets.LongestDatagram + 1];

    /// <returns>An array of that size at least, with anything in it.</returns>
    internal byte[] Rent(int size) => size switch
    {
        <= 256 => _small.Rent(),
        <= 1024 => _medium.Rent(),
        <= MessageSize => _large.Rent(),
        _ => ArrayPool<byte>.Shared.Rent(size),
    };

    /// <summary>Gives back what was rented.</summary>
    internal void Return(byte[] array)
    {
        switch (array.Length)
        {
            case 256:
                _small.Return(array);
                break;
            case 1024:
                _medium.Return(array);
                break;
            case MessageSize:
                _large.Return(array);
                break;
            default:
                ArrayPool<byte>.Shared.Return(array);
                break;
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        _small.LetGo(isQuiet);
        _medium.LetGo(isQuiet);
        _large.LetGo(isQuiet);
    }

    /// <summary>Free arrays of one size.</summary>
    private sealed class Shelf(int size)
    {
        // What is worth to be kept at rest.
        private readonly int _limit = 256 * 1024 / size;

        private readonly Stack<byte[]> _free = new();

        // How many were there all the time since the last look.
        private int _leastFree;

        internal byte[] Rent()
        {
            if (!_free.TryPop(out byte[]? array))
            {
                return new byte[size];
            }

            _leastFree = Math.Min(_leastFree, _free.Count);
            return array;
        }

        internal void Return(byte[] array) => _free.Push(array);

        internal void LetGo(bool isQuiet)
        {
            int most = isQuiet ? _limit : Math.Max(_limit, _free.Count - _leastFree);
            if (_free.Count > most)
            {
                while (_free.Count > most)
                {
                    _free.Pop();
                }

                _free.TrimExcess();
            }

            _leastFree = _free.Count;
        }
    }
}
