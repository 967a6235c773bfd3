using System.Runtime.CompilerServices;

namespace Coroutines.Benchmarks;

/// <summary>
/// A game's own way to run coroutines: a list of iterators, each of which is resumed in every frame and looks by itself
/// whether it has something to do. Those that end leave it, and the others keep their order.
/// </summary>
internal sealed class PlainList
{
    private IEnumerator<Awaitable>[] _coroutines = new IEnumerator<Awaitable>[128];
    private int _count;

    /// <summary>The time, in seconds; for those who wait until a moment.</summary>
    internal double Time { get; private set; }

    internal bool IsPaused { get; set; }

    internal double TimeScale { get; set; } = 1;

    internal void Add(IEnumerator<Awaitable> coroutine)
    {
        if (_count == _coroutines.Length)
        {
            Array.Resize(ref _coroutines, _count * 2);
        }

        _coroutines[_count++] = coroutine;
    }

    internal void AddRange(IEnumerable<IEnumerator<Awaitable>> coroutines)
    {
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            Add(coroutine);
        }
    }

    /// <summary>Runs a frame.</summary>
    /// <returns>
    /// Something of all that was yielded: a list has to look at it, to know whether to wait for something else than the next frame.
    /// </returns>
    internal long Tick(double seconds)
    {
        if (IsPaused)
        {
            return 0;
        }

        Time += seconds * TimeScale;
        long sum = 0;
        int kept = 0;
        int count = _count;
        for (int i = 0; i < count; i++)
        {
            IEnumerator<Awaitable> coroutine = _coroutines[i];
            if (!coroutine.MoveNext())
            {
                continue;
            }

            Awaitable current = coroutine.Current;
            sum += Unsafe.As<Awaitable, Words>(ref current).Second;
            if (kept != i)
            {
                _coroutines[kept] = coroutine;
            }

            kept++;
        }

        // What was added meanwhile stands behind those that were run.
        Array.Copy(_coroutines, count, _coroutines, kept, _count - count);
        Array.Clear(_coroutines, kept + _count - count, count - kept);
        _count -= count - kept;
        return sum;
    }

    private readonly record struct Words(nint First, long Second);
}
