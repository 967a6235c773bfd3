namespace Coroutines.Tests.Conformance.Differential;

/// <summary>The blocks that a frame is in: task groups, and what nested <c>using</c> statements would dispose.</summary>
internal sealed class OpenBlocks
{
    private readonly Stack<object> _blocks = new();

    /// <summary>The innermost block, if it is a group.</summary>
    public TaskGroup? InnermostGroup => _blocks.Peek() as TaskGroup;

    /// <summary>Whether the frame has an open group, which no <c>using</c> closes.</summary>
    public bool HasGroup => _blocks.Any(static block => block is TaskGroup);

    public void Begin(object block) => _blocks.Push(block);

    /// <summary>The innermost block ends.</summary>
    public void End() => (_blocks.Pop() as IDisposable)?.Dispose();

    /// <summary>The frame ends: so do all of them, the innermost first, whatever one of them throws.</summary>
    public void EndAll()
    {
        if (_blocks.Count == 0)
        {
            return;
        }

        try
        {
            End();
        }
        finally
        {
            EndAll();
        }
    }
}
