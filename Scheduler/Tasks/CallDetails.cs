namespace Coroutines;

/// <summary>What few calls of coroutines have, kept apart so that the others don't pay for it.</summary>
internal sealed class CallDetails
{
    /// <summary>The scope that was opened last; the others follow from it.</summary>
    internal IScope? InnermostScope;

    /// <summary>What it deferred.</summary>
    internal Stack<Frame>? Deferred;

    /// <summary>What it ends with, if it fails.</summary>
    internal Exception? Fault;

    /// <summary>Where it runs instead, if somebody has made a task of it.</summary>
    internal CoTask? Task;
}
