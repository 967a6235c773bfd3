namespace Coroutines;

public sealed partial class Scheduler
{
    // Results that other threads owe: .NET tasks that coroutines await.
    private int _outstanding;
    private volatile int _interrupts;
    private bool _isMainInterrupted;

    /// <summary>Whether something can still arrive from outside, so that waiting for it makes sense.</summary>
    private bool ExpectsEvents => _outstanding > 0 || _sockets.HasWaits;

    /// <summary>Expects a future to be completed from outside, until it is done, by that or by a cancel.</summary>
    internal void Expect(Future future)
    {
        _outstanding++;
        future.AddWaiter(new ExpectedResult(this));
    }

    /// <summary>Has something done on the loop's thread, called from any thread; nothing is done after the end.</summary>
    internal void CallFromOutside(Action action)
    {
        if (!_isDisposed)
        {
            Post(new PostedAction(action));
        }
    }

    /// <summary>Ctrl-C, on a thread of the system's. The first cancels main; another leaves the loop (rule 39).</summary>
    internal void Interrupt(CoTask main)
    {
        if (Interlocked.Increment(ref _interrupts) == 1)
        {
            CallFromOutside(() => _isMainInterrupted = main.Cancel("Interrupted by Ctrl-C."));
        }
        else
        {
            WakeUp();
        }
    }

    /// <summary>Whether Ctrl-C has been pressed so often that the loop is to be left.</summary>
    private bool IsInterrupted => _interrupts > 1;

    private void ThrowIfInterrupted()
    {
        if (IsInterrupted)
        {
            _interrupts = 1;
            throw new KeyboardInterruptException();
        }
    }

    private sealed class ExpectedResult(Scheduler scheduler) : IFutureWaiter
    {
        public void OnDone(Future future) => scheduler._outstanding--;
    }
}
