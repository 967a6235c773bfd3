namespace Coroutines;

/// <summary>
/// A call that has a state of its own, and may wait in several queues one after the other. Its object serves one call after
/// another; the version tells them apart.
/// </summary>
/// <remarks>
/// A call whose result nobody reads keeps its object, which is garbage then. What was given back stays as it is until the
/// next call: so a copy of the awaitable that the language made behind the user's back can still be read.
/// </remarks>
internal abstract class Operation : Waiter
{
    // The version of the call that may be awaited; 0 while it is, and after that.
    private long _awaitable;

    /// <summary>The version of the present call; never 0.</summary>
    internal long Version { get; private set; }

    /// <summary>What is called, for messages: "Get from queue 'jobs'".</summary>
    private protected abstract string Name { get; }

    internal override string Describe() => IsQueued ? base.Describe() : Name;

    /// <summary>Begins a new call. The awaitables of the last one are void from now on.</summary>
    /// <returns>What to yield.</returns>
    internal Awaitable Renew()
    {
        _awaitable = ++Version;
        return Awaitable.OfSuspension(this, Version);
    }

    /// <summary>The coroutine has yielded it.</summary>
    /// <returns>False if that call was awaited before.</returns>
    private protected bool TryOpen(long version)
    {
        if (version != _awaitable)
        {
            return false;
        }

        _awaitable = 0;
        return true;
    }

    /// <summary>The answer where <see cref="TryOpen"/> says no.</summary>
    private protected Awaitable RefuseSecond(CoTask task) => Refused(new InvalidOperationException(
        $"{task.DescribeChain()} awaits the same {Name} a second time: a call can be awaited only once. Make a new one for each wait."));

    /// <summary>Refuses to give the result away.</summary>
    private protected InvalidStateException NoResult(long version) => new(version == Version
        ? $"The {Name} is not done: its result is not there yet. Yield it first, then read its Result."
        : $"The result of this {Name} is gone: it was read through another copy, and another call has been made since. Keep what you have read, or read it from one variable, which keeps it.");
}
