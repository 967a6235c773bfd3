#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>The signals of the operating system that a scheduler has taken, and the callback of each.</summary>
internal sealed class SignalHandlers(Scheduler scheduler) : IDisposable
{
    // By the numbers that the system has for them: one signal may be called by its name and by its number.
    private readonly Dictionary<int, SignalHandler> _handlers = [];

    /// <summary>What writes the tasks at SIGQUIT; null where that was not asked for. It ends with these.</summary>
    internal IDisposable? TasksOnQuit { get; init; }

    /// <summary>Takes a signal, also from a handler that has it.</summary>
    /// <returns>What has it from now on.</returns>
    internal SignalHandler Add(PosixSignal signal, Action callback)
    {
        var handler = new SignalHandler(scheduler, signal, callback, Deliver);
        int number = handler.Number!.Value;
        if (_handlers.Remove(number, out SignalHandler? replaced))
        {
            replaced.Dispose();
        }
        else
        {
            // Now something may arrive from outside, and waiting for it is no deadlock.
            scheduler.Outside.Expected++;
        }

        _handlers.Add(number, handler);
        return handler;
    }

    /// <summary>Gives a signal back to the system.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="handler">Who gives it back, if it still has it; null for whoever has it.</param>
    /// <returns>Whether it was taken.</returns>
    internal bool Remove(PosixSignal signal, SignalHandler? handler = null)
    {
        if (SignalNumber.Of(signal) is not { } number || !_handlers.TryGetValue(number, out SignalHandler? present) || (handler is not null && present != handler))
        {
            return false;
        }

        Remove(number, present);
        return true;
    }

    public void Dispose()
    {
        TasksOnQuit?.Dispose();
        foreach ((int number, SignalHandler handler) in _handlers.ToArray())
        {
            Remove(number, handler);
        }
    }

    private void Remove(int number, SignalHandler handler)
    {
        _handlers.Remove(number);
        handler.Dispose();
        scheduler.Outside.Expected--;
    }

    // On the loop's thread: one that came before its handler was removed is nobody's any more.
    private void Deliver(SignalHandler handler)
    {
        if (_handlers.GetValueOrDefault(handler.Number!.Value) is { } present)
        {
            scheduler.Ready.Enqueue(present.NewHandle());
        }
    }
}
#endif
