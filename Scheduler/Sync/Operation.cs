namespace Coroutines;

/// <summary>
/// A call that has a state of its own, and may wait in several queues one after the other. Its object is used again for
/// later calls; the version tells them apart.
/// </summary>
internal abstract class Operation : Waiter
{
    // The version of the call that may be awaited; 0 while it is.
    private long _awaitable = 1;

    /// <summary>The version of the present call; never 0.</summary>
    internal long Version { get; private set; } = 1;

    /// <summary>What is called, for messages: "Get of queue 'jobs'".</summary>
    private protected abstract string Name { get; }

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

    /// <summary>The call is over, and its awaitable is void from now on: the object is free for another call.</summary>
    private protected void Retire() => _awaitable = ++Version;

    /// <summary>Refuses to give the result away.</summary>
    private protected InvalidStateException NoResult(long version) => new(version != Version
        ? $"The result of this {Name} was taken through another copy of it. Read it from one variable, which keeps it."
        : $"The {Name} is not done: its result is not there yet. Yield it first, then read its Result.");
}
