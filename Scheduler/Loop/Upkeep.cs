using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>When the parts of a scheduler let go of what they kept.</summary>
/// <param name="ready">The ready queue, which lets go whenever the loop comes to rest.</param>
internal sealed class Upkeep(ReadyQueue ready)
{
    // How many timers may be looked at each time.
    internal const int MuchWork = 64;
    internal const int LittleWork = 4;
    private const int SomeWork = 16;

    // After so many iterations a loop that never comes to rest lets go of the little, and of the rest; powers of two.
    private const int BusyIterations = 16;
    private const int ManyIterations = 64;

    private IUpkeep[] _parts = [];
    private bool _hasBegun;

    /// <summary>After so many iterations, everything that a burst has left was let go of.</summary>
    internal static int IterationsToSettle => 4 * ManyIterations;

    /// <summary>Has more parts told, in this order.</summary>
    internal void Add(params IUpkeep[] parts) => _parts = [.. _parts, .. parts];

    /// <summary>Whether <see cref="NowAndThen"/> is called in this iteration.</summary>
    internal static bool IsDue(long iteration) => (iteration & (BusyIterations - 1)) == 0;

    /// <summary>Whether it is then one of those that let go of everything.</summary>
    internal static bool IsAllDue(long iteration) => (iteration & (ManyIterations - 1)) == 0;

    /// <summary>The loop is about to run, maybe for the first time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin()
    {
        if (!_hasBegun)
        {
            BeginAll();
        }
    }

    /// <summary>The loop goes on and on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void NowAndThen(long iteration)
    {
        if (IsAllDue(iteration))
        {
            LetGoOfAll(isQuiet: false);
        }
        else
        {
            LetGoOfLittle(SomeWork);
        }
    }

    /// <summary>The loop is about to wait, or to be left.</summary>
    internal void AtRest(int work)
    {
        ready.LetGo();
        LetGoOfLittle(work);
    }

    /// <summary>The loop goes on and on, or will wait for a while.</summary>
    /// <param name="isQuiet">Whether there is nothing to do.</param>
    internal void LetGoOfAll(bool isQuiet)
    {
        AtRest(MuchWork);
        foreach (IUpkeep part in _parts)
        {
            part.LetGo(MuchWork, isQuiet);
        }
    }

    /// <summary>The scheduler has ended.</summary>
    internal void End()
    {
        foreach (IUpkeep part in _parts)
        {
            part.End();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginAll()
    {
        _hasBegun = true;
        foreach (IUpkeep part in _parts)
        {
            part.Begin();
        }
    }

    private void LetGoOfLittle(int work)
    {
        foreach (IUpkeep part in _parts)
        {
            part.LetGoOfLittle(work);
        }
    }
}
