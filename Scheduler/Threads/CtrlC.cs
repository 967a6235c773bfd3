namespace Coroutines;

/// <summary>
/// Hands Ctrl-C to the runs that are going on. One subscription serves them all; while there is none, Ctrl-C does what
/// it always does.
/// </summary>
internal static class CtrlC
{
    // The third Ctrl-C of a run ends the process: somebody insists.
    private const int Patience = 2;

    private static readonly List<Watcher> _watchers = [];

    /// <summary>Has Ctrl-C call <paramref name="interrupted"/>, on another thread, until the result is disposed.</summary>
    /// <param name="isTaken">Whether it is somebody else's affair at this moment; asked there too.</param>
    /// <param name="interrupted">What is called.</param>
    internal static IDisposable Watch(Func<bool> isTaken, Action interrupted)
    {
        var watcher = new Watcher(isTaken, interrupted);
        lock (_watchers)
        {
            if (_watchers.Count == 0)
            {
                Console.CancelKeyPress += OnCancelKeyPress;
            }

            _watchers.Add(watcher);
        }

        return watcher;
    }

    private static void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        Watcher[] watchers;
        lock (_watchers)
        {
            watchers = [.. _watchers];
        }

        foreach (Watcher watcher in watchers)
        {
            e.Cancel |= watcher.Interrupt();
        }
    }

    private sealed class Watcher(Func<bool> isTaken, Action interrupted) : IDisposable
    {
        private int _count;

        internal bool Interrupt()
        {
            if (isTaken())
            {
                return true;
            }

            interrupted();
            return Interlocked.Increment(ref _count) <= Patience;
        }

        public void Dispose()
        {
            lock (_watchers)
            {
                _watchers.Remove(this);
                if (_watchers.Count == 0)
                {
                    Console.CancelKeyPress -= OnCancelKeyPress;
                }
            }
        }
    }
}
