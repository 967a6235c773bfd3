using System.Runtime.CompilerServices;

namespace Coroutines.Benchmarks;

/// <summary>The least that any scheduler of iterators has to do: MoveNext and Current, in turn.</summary>
internal static class BareLoop
{
    internal static void Run(IEnumerator<Awaitable>[] coroutines)
    {
        while (RunOnce(coroutines) != 0)
        {
        }
    }

    // A method of its own, so that it is compiled anew when it turns out to be hot, and not in the middle of a run.
    private static long RunOnce(IEnumerator<Awaitable>[] coroutines)
    {
        long sum = 0;
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            if (coroutine.MoveNext())
            {
                Awaitable current = coroutine.Current;
                sum += Unsafe.As<Awaitable, Words>(ref current).Second;
            }
        }

        return sum;
    }

    // Something is read of Current, or else the JIT might leave it out where it knows the iterator. Storing it would
    // cost more than the loop itself.
    private readonly record struct Words(nint First, long Second);
}
