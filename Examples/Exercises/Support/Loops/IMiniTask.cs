namespace Coroutines.Exercises;

/// <summary>A coroutine that a scheduler runs.</summary>
public interface IMiniTask
{
    bool IsDone { get; }

    /// <summary>
    /// What the coroutine has returned, or null. Throws what it has failed with, and, while it runs, an InvalidOperationException.
    /// </summary>
    object? Result { get; }
}
