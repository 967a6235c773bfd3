using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>Four coroutines that only wait for a phase; see <see cref="SwitchKinds"/> for why four.</summary>
internal static class PhaseKinds
{
    internal static Func<int, int, IEnumerator<Awaitable>[]> Create(FramePhase phase) => (coroutines, times) =>
    {
        var all = new IEnumerator<Awaitable>[coroutines];
        for (int i = 0; i < coroutines; i++)
        {
            all[i] = (i % 4) switch
            {
                0 => CountingUp(phase, times),
                1 => CountingDown(phase, times),
                2 => WithParameters(phase, times, i, 0.5),
                _ => WithFinally(phase, times),
            };
        }

        return all;
    };

    private static IEnumerator<Awaitable> CountingUp(FramePhase phase, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return NextPhase(phase);
        }
    }

    private static IEnumerator<Awaitable> CountingDown(FramePhase phase, int times)
    {
        while (times-- > 0)
        {
            yield return NextPhase(phase);
        }
    }

    private static IEnumerator<Awaitable> WithParameters(FramePhase phase, int times, double position, double speed)
    {
        for (int i = 0; i < times; i++)
        {
            position += speed;
            yield return NextPhase(phase);
        }

        GC.KeepAlive(position);
    }

    private static IEnumerator<Awaitable> WithFinally(FramePhase phase, int times)
    {
        int left = times;
        try
        {
            while (left > 0)
            {
                left--;
                yield return NextPhase(phase);
            }
        }
        finally
        {
            left = 0;
        }
    }
}
