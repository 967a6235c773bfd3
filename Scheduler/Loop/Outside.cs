namespace Coroutines;

/// <summary>What comes into the loop from other threads, and what is expected of them.</summary>
/// <param name="inbox">Where they leave it.</param>
/// <param name="events">What the loop waits in, and is woken from.</param>
/// <param name="host">Told where the loop is a guest in another one.</param>
internal sealed class Outside(ThreadInbox inbox, IWakeable events, HostAlarm host)
{
    private volatile bool _isClosed;

    /// <summary>How many results other threads owe: those of .NET tasks that coroutines await, for example.</summary>
    internal int Expected { get; set; }

    /// <summary>The number of the last promise of another thread; 0 for none.</summary>
    internal long LastPromise { get; private set; }

    /// <summary>Whether something can still arrive, so that waiting for it makes sense.</summary>
    internal bool IsAwaited => Expected > 0 || events.HasWaits;

    /// <summary>Leaves something for the loop, from any thread, and wakes it.</summary>
    internal void Post(IRunnable item)
    {
        inbox.Post(item);
        events.WakeUp();
        host.RaiseFromOutside();
    }

    /// <summary>Has something done on the loop's thread, called from any thread; nothing is done after the end.</summary>
    /// <param name="action">What is to be done.</param>
    /// <param name="promise">Which promise it keeps; 0 for none.</param>
    internal void Call(Action action, long promise = 0)
    {
        if (!_isClosed)
        {
            Post(new PostedAction(action, promise));
        }
    }

    /// <summary>Another thread is about to be asked for something.</summary>
    /// <returns>The number of the promise, by which a replay knows it again, whichever thread keeps it.</returns>
    internal long NextPromise() => ++LastPromise;

    /// <summary>From now on what threads leave comes through a gate.</summary>
    internal void Record(IInboxGate gate) => inbox.Record(gate);

    /// <summary>Refuses a frame where there is a gate.</summary>
    /// <param name="operation">What was called.</param>
    internal void VerifyNotRecorded(string operation)
    {
        if (inbox.Gate is not null)
        {
            throw new InvalidOperationException(
                $"{operation} was called on a scheduler that is recorded or replayed: how much a frame does depends on the real time it takes. Record a run, such as RunUntilComplete.");
        }
    }

    /// <summary>The scheduler has ended.</summary>
    internal void Close() => _isClosed = true;
}
