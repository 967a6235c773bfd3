using System.Runtime.CompilerServices;

namespace Coroutines;

// What was kept because that is quicker than to forget it, or to be used again, is let go here: no step has to see to it.
public sealed partial class Scheduler
{
    // After so many iterations a loop that never comes to rest lets go of the little, and of the rest; powers of two.
    private const int BusyIterations = 16;
    private const int ManyIterations = 64;

    // How many timers may be looked at each time, for those that were cancelled.
    private const int MuchWork = 64;
    private const int SomeWork = 16;
    private const int LittleWork = 4;

    /// <summary>The loop is about to wait, or to be left.</summary>
    private void LetGoAtRest(int work)
    {
        _ready.LetGo();
        LetGoOfLittle(work);
    }

    /// <summary>The loop goes on and on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LetGoNowAndThen()
    {
        if ((Iteration & (ManyIterations - 1)) == 0)
        {
            LetGoOfAll(isQuiet: false);
        }
        else
        {
            LetGoOfLittle(SomeWork);
        }
    }

    /// <summary>The loop goes on and on, or will wait for a while.</summary>
    /// <param name="isQuiet">Whether there is nothing to do.</param>
    private void LetGoOfAll(bool isQuiet)
    {
        LetGoAtRest(MuchWork);
        _timerOrder.Store.LetGo(isQuiet);
        _inbox.LetGo();
        _tasks.LetGo();
        LetGoOfFrames();
        LetGoOfDomains(MuchWork);
        LetGoOfWaiters();
        _sockets.LetGo();
    }

    private void LetGoOfLittle(int work)
    {
        LetGoOfResults();
        _timers.LetGo(work);
        _frameTimers.LetGo(work);
    }
}
