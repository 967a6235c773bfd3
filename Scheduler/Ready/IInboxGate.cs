namespace Coroutines;

/// <summary>Stands between other threads and the loop where a run is recorded: whatever they post comes into the ready queue through it.</summary>
internal interface IInboxGate
{
    /// <summary>Whether something waits here.</summary>
    bool HasItems { get; }

    /// <summary>Takes what a thread posts, from any thread.</summary>
    void Post(IRunnable item);

    /// <summary>Lets in what the loop is to have now.</summary>
    /// <returns>How many.</returns>
    int MoveTo(ReadyQueue ready);
}
