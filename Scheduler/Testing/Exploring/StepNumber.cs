namespace Coroutines.Testing;

/// <summary>Which of a task's steps comes next, and how long it is held back. One object for each task, or callback, of a run.</summary>
internal sealed class StepNumber(IRunnable item, int ordinal)
{
    internal IRunnable Item => item;

    /// <summary>The how many-th it is that has come to be ready in this run.</summary>
    internal int Ordinal => ordinal;

    /// <summary>How often it has been ready.</summary>
    internal int Step { get; set; }

    /// <summary>Whether it is ready since it has yielded bare.</summary>
    internal bool HasYielded { get; set; }

    /// <summary>For how many iterations it still waits while others run; 0 if it does not.</summary>
    internal int HeldFor { get; set; }
}
