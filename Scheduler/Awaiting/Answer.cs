namespace Coroutines;

/// <summary>An answer that says all by itself, or in words: nothing is waited on.</summary>
internal sealed class Answer(string words) : AwaitableSource
{
    /// <summary>What a coroutine does wrong that yields an awaitable whose parts do not belong together.</summary>
    internal static Answer Torn { get; } = new(
        "yields an Awaitable whose parts do not belong together: one thread has read it while another wrote it. Share tasks, futures and primitives between coroutines of one scheduler, and tell it from another thread by CallSoonThreadsafe.");

    internal string Words => words;

    /// <summary>For reports.</summary>
    public override string ToString() => words;
}
