using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Reads a queue to its end: what a loop of <c>await queue.get()</c> until <c>QueueShutDown</c> is in asyncio.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <code>
/// var jobs = queue.ReadAll();
/// while (true)
/// {
///     yield return jobs.Next();
///     if (jobs.IsAtEnd) break;
///     Work(jobs.Current);
/// }
/// </code>
/// <para>One task uses it, for one <see cref="Next"/> at a time; several tasks have a reader each.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class QueueReader<T>
{
    private readonly QueueRead<T> _read;

    internal QueueReader(CoQueue<T> queue) => _read = new QueueRead<T>(queue);

    /// <summary>Whether <see cref="Next"/> found the queue shut down and empty.</summary>
    public bool IsAtEnd => _read.IsAtEnd;

    /// <summary>The item that the last <see cref="Next"/> got.</summary>
    /// <exception cref="InvalidStateException">There is none: before the first one is done, and at the end.</exception>
    public T Current => _read.HasItem ? _read.Item : throw new InvalidStateException(IsAtEnd
        ? "The queue was read to its end: there is no current item. Look at IsAtEnd first."
        : "There is no current item yet. Yield Next() first.");

    /// <summary>
    /// Takes the next item out of the queue, and waits before that while there is none; or finds the end. If there is an
    /// item, no iteration passes.
    /// </summary>
    /// <returns>What to yield, once. A cancelled wait takes nothing.</returns>
    public Awaitable Next() => _read.Prepare();

    private string DebuggerDisplay => $"reader of {_read.Source}";
}
