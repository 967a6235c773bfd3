#if NET
using System.Runtime.InteropServices;
#endif

namespace Coroutines;

/// <summary>
/// Hands Ctrl-C to those who are there for it: the handlers that have taken it, and the runs that are going on. One subscription serves them all; while
/// there is none, Ctrl-C does what it always does.
/// </summary>
/// <remarks>One, and not one for each: who is told is settled before anybody is. A loop may act on what it is told before the next one is.</remarks>
internal static class CtrlC
{
    // The third Ctrl-C of a run ends the process: somebody insists.
    private const int Patience = 2;

    private static readonly List<Recipient> _recipients = [];
    private static Subscription? _subscription;

    /// <summary>Has Ctrl-C call <paramref name="interrupted"/>, on another thread, until the result is disposed.</summary>
    /// <param name="scheduler">Whose handler goes first: while it has taken Ctrl-C, nothing is called. Null for nobody's.</param>
    /// <param name="interrupted">What is called.</param>
    internal static IDisposable Watch(Scheduler? scheduler, Action interrupted) => Add(new Watcher(scheduler, interrupted));

    /// <summary>Has Ctrl-C be nothing but a call of <paramref name="arrived"/>, on another thread, until the result is disposed.</summary>
    /// <param name="scheduler">Whose handler it is.</param>
    /// <param name="arrived">What is called.</param>
    internal static IDisposable Take(Scheduler scheduler, Action arrived) => Add(new Taker(scheduler, arrived));

    private static Recipient Add(Recipient recipient)
    {
        lock (_recipients)
        {
            _subscription ??= new Subscription();
            _recipients.Add(recipient);
        }

        return recipient;
    }

    private static void Remove(Recipient recipient)
    {
        lock (_recipients)
        {
            if (_recipients.Remove(recipient) && _recipients.Count == 0)
            {
                _subscription!.Dispose();
                _subscription = null;
            }
        }
    }

    /// <summary>It was pressed.</summary>
    /// <returns>Whether that is dealt with; else the system ends the process.</returns>
    private static bool Press()
    {
        Recipient[] told;
        lock (_recipients)
        {
            told = [.. _recipients.Where(static recipient => !IsTaken(recipient))];
        }

        bool isDealtWith = false;
        foreach (Recipient recipient in told)
        {
            isDealtWith |= recipient.Press();
        }

        return isDealtWith;
    }

    private static bool IsTaken(Recipient recipient) =>
        recipient is Watcher { Scheduler: { } scheduler } && _recipients.Exists(other => other is Taker && other.Scheduler == scheduler);

    /// <summary>What is there at the system while somebody is to be told.</summary>
    private sealed class Subscription : IDisposable
    {
#if NET
        private readonly PosixSignalRegistration _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel |= Press());

        public void Dispose() => _registration.Dispose();
#else
        internal Subscription() => Console.CancelKeyPress += OnCancelKeyPress;

        public void Dispose() => Console.CancelKeyPress -= OnCancelKeyPress;

        // Ctrl-Break comes here too, and where there are signals SIGQUIT; neither is Ctrl-C.
        private static void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e) =>
            e.Cancel |= e.SpecialKey == ConsoleSpecialKey.ControlC && Press();
#endif
    }

    private abstract class Recipient(Scheduler? scheduler) : IDisposable
    {
        internal Scheduler? Scheduler { get; } = scheduler;

        internal abstract bool Press();

        public void Dispose() => Remove(this);
    }

    private sealed class Watcher(Scheduler? scheduler, Action interrupted) : Recipient(scheduler)
    {
        private int _count;

        internal override bool Press()
        {
            interrupted();
            return Interlocked.Increment(ref _count) <= Patience;
        }
    }

    private sealed class Taker(Scheduler scheduler, Action arrived) : Recipient(scheduler)
    {
        internal override bool Press()
        {
            arrived();
            return true;
        }
    }
}
