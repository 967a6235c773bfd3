namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>What it waits for, with the name of its coroutine if it is one.</summary>
    internal string DescribeForTest() => _source switch
    {
        Frame frame => frame.CoroutineName ?? "an operation",
        WaiterQueue queue => queue.Owner.Describe(),
        _ => ToString(),
    };
}
