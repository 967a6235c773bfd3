namespace Coroutines;

/// <summary>A process that was started here, as the system knows it. All members are for the loop's thread.</summary>
internal abstract class Child : IDisposable
{
    internal const int Kill = 9;
    internal const int Terminate = 15;

    internal abstract int Id { get; }

    /// <summary>Our ends of its pipes; null where it was given none.</summary>
    internal Conduit? Input { get; private protected set; }

    internal Conduit? Output { get; private protected set; }

    internal Conduit? Error { get; private protected set; }

    /// <summary>Has something called on the loop's thread when it has ended.</summary>
    internal abstract void WatchEnd(Action ended);

    /// <summary>Its return code, if it has ended; the system lets go of it with that.</summary>
    internal abstract bool TryReap(out int returnCode);

    /// <summary>Sends a signal by its number. Nothing happens if it has ended and nobody has looked.</summary>
    internal abstract void Send(int signal);

    /// <summary>Waits for its end without the loop, after it was killed.</summary>
    internal abstract void AwaitEnd(TimeSpan limit);

    /// <summary>Nobody asks for its end any more.</summary>
    public abstract void Dispose();
}
