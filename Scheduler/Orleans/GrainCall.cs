namespace Coroutines.Orleans;

/// <summary>A call of a grain that runs as a coroutine.</summary>
internal abstract class GrainCall
{
    /// <summary>Cancels it.</summary>
    internal abstract void Cancel(string reason);
}
