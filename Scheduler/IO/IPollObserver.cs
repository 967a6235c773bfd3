namespace Coroutines;

/// <summary>Told of what the selector is asked and answers.</summary>
internal interface IPollObserver
{
    /// <summary>The selector is told to watch something, perhaps for the first time.</summary>
    void Watching(Registration registration);

    /// <summary>The selector was asked.</summary>
    /// <param name="events">What it has found ready, before anybody hears of it.</param>
    void Polled(ReadOnlySpan<ReadyEvent> events);
}
