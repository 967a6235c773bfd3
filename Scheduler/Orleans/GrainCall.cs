namespace Coroutines.Orleans;

/// <summary>A call of a grain that runs as a coroutine.</summary>
internal abstract class GrainCall
{
    /// <summary>Cancels it, once: a further cancel would cut its clean-up short.</summary>
    internal abstract void Cancel(string reason);
}
