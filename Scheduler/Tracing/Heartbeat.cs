namespace Coroutines;

/// <summary>
/// A count that goes up each few milliseconds while somebody needs it. Whoever finds it as it was knows that little time has passed, and has looked at no
/// clock for that.
/// </summary>
/// <remarks>A thread of its own counts, one for all schedulers. It ends when nobody has needed it for a while, and another one begins when somebody does.</remarks>
internal static class Heartbeat
{
    // In milliseconds.
    private const int Pause = 5;

    // For how many beats it goes on.
    private const int Patience = 80;

    private static int _count;
    private static int _isBeating;
    private static bool _isNeeded;

    /// <summary>The count.</summary>
    internal static int Count => Volatile.Read(ref _count);

    /// <summary>Somebody will read the count in the next milliseconds.</summary>
    /// <returns>Whether it goes up.</returns>
    internal static bool Need()
    {
        if (!Volatile.Read(ref _isNeeded))
        {
            Volatile.Write(ref _isNeeded, true);
        }

        return Volatile.Read(ref _isBeating) != 0 || Start();
    }

    private static bool Start()
    {
        if (Interlocked.Exchange(ref _isBeating, 1) == 0)
        {
            try
            {
                new Thread(Beat) { IsBackground = true, Name = "Coroutines: heartbeat" }.StartWithoutContext();
            }
            catch (Exception failure) when (failure is PlatformNotSupportedException or OutOfMemoryException)
            {
                // Then each step has its look at the clock.
                Volatile.Write(ref _isBeating, 0);
                return false;
            }
        }

        return true;
    }

    // One who needs it at the very moment when it ends is told that it goes on, and starts another one the next time.
    private static void Beat()
    {
        int unneeded = 0;
        while (unneeded < Patience)
        {
            Thread.Sleep(Pause);
            Volatile.Write(ref _count, _count + 1);
            unneeded = Volatile.Read(ref _isNeeded) ? 0 : unneeded + 1;
            Volatile.Write(ref _isNeeded, false);
        }

        Volatile.Write(ref _isBeating, 0);
    }
}
