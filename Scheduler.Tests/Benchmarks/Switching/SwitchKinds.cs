using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>
/// Four coroutines that only yield. A real program has many kinds of iterators: with a single kind, the JIT would turn
/// the calls to it into something that no program ever sees.
/// </summary>
internal static class SwitchKinds
{
    internal static IEnumerator<Awaitable>[] Create(int coroutines, int yields)
    {
        var all = new IEnumerator<Awaitable>[coroutines];
        for (int i = 0; i < coroutines; i++)
        {
            all[i] = (i % 4) switch
            {
                0 => YieldingNull(yields),
                1 => SleepingZero(yields),
                2 => WithParameters(yields, i, 0.5),
                _ => WithFinally(yields),
            };
        }

        return all;
    }

    private static IEnumerator<Awaitable> YieldingNull(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> SleepingZero(int yields)
    {
        while (yields-- > 0)
        {
            yield return Sleep(0);
        }
    }

    private static IEnumerator<Awaitable> WithParameters(int yields, double position, double speed)
    {
        for (int i = 0; i < yields; i++)
        {
            position += speed;
            yield return Yield();
        }

        GC.KeepAlive(position);
    }

    private static IEnumerator<Awaitable> WithFinally(int yields)
    {
        int left = yields;
        try
        {
            while (left > 0)
            {
                left--;
                yield return null;
            }
        }
        finally
        {
            left = 0;
        }
    }
}
