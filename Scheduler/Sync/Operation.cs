using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// A call that has a state of its own, and may wait in several queues one after the other. Its object serves one call after
/// another; the version tells them apart.
/// </summary>
/// <remarks>
/// A call whose result nobody reads keeps its object, which is garbage then. What was given back stays as it is until the
/// next call, or until the loop comes to rest: so a copy of the awaitable that the language made behind the user's back can
/// still be read in the same step.
/// </remarks>
internal abstract class Operation : Waiter
{
    /// <summary>The version of no call.</summary>
    internal const long NoCall = -1;

    // The version of the call that may be awaited; 0 while it is, and after that; NoCall when what it has got was let go.
    private long _awaitable;

    /// <summary>The version of the present call; never 0.</summary>
    internal long Version { get; private set; }

    /// <summary>Whether it is one of those that the scheduler has let go of what they hold when it is at rest.</summary>
    internal bool IsHolding { get; set; }

    /// <summary>The next one of those.</summary>
    internal Operation? NextHolding { get; set; }

    /// <summary>What is called, for messages: "Get from queue 'jobs'".</summary>
    private protected abstract string Name { get; }

    internal override string Describe() => IsQueued ? base.Describe() : Name;

    /// <summary>Begins a new call. The awaitables of the last one are void from now on.</summary>
    /// <returns>What to yield.</returns>
    internal Awaitable Renew()
    {
        _awaitable = ++Version;
        return new(this, Version);
    }

    /// <summary>
    /// The loop is at rest. If the result was read, it is let go; else the object is not to be kept for the next call, which may never
    /// come.
    /// </summary>
    internal virtual void LetGo()
    {
    }

    /// <summary>It holds what it has got for whoever reads the result: a value of a type that could keep something alive is let go.</summary>
    /// <remarks>Which types these are, the compiler knows.</remarks>
    private protected void NoteHolding<T>(CoTask task)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() && !IsHolding)
        {
            task.Scheduler.Places.NoteHolding(this);
        }
    }

    /// <summary>The awaitables of the present call are void: what it has got is let go.</summary>
    private protected void Void()
    {
        Version++;
        _awaitable = NoCall;
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
    internal InvalidStateException NoResult(long version) => new(version == Version
        ? $"The {Name} is not done: its result is not there yet. Yield it first, then read its Result."
        : $"The result of this {Name} is gone: it was read through another copy, and {(_awaitable == NoCall ? "the loop has gone on" : "another call has been made")} since. Keep what you have read, or read it from one variable, which keeps it.");
}
