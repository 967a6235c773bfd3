using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>What the programs are made of that have many of something, or one in another.</summary>
internal static class LargePrograms
{
    internal static void DoTimes(int n, Action action)
    {
        for (int i = 0; i < n; i++)
        {
            action();
        }
    }

    internal static IEnumerator<Awaitable> WaitOn(Func<Awaitable> make)
    {
        yield return make();
    }

    internal static IEnumerator<Awaitable> WaitForIt(Awaitable awaited)
    {
        yield return awaited;
    }

    internal static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException("lost");
    }

    internal static IEnumerator<Awaitable> ThrowAnew(int n)
    {
        if (n == 0)
        {
            throw new IOException("first");
        }

        yield return Try(ThrowAnew(n - 1)).Catch<IOException>(static _ => throw new IOException("again"));
    }

    internal static IEnumerator<Awaitable> PassOn(int n)
    {
        CoSignal first = new();
        CoSignal last = first;
        DoTimes(n, () =>
        {
            CoSignal next = new();
            CreateTask(Link(last, next));
            last = next;
        });
        CoTask end = CreateTask(WaitOn(last.Next));
        yield return Sleep(1);
        first.Emit();
        yield return end;

        static IEnumerator<Awaitable> Link(CoSignal from, CoSignal to)
        {
            yield return from.Next();
            to.Emit();
        }
    }
}
