#if NET
using System.IO.Pipelines;
#endif

namespace Coroutines;

public sealed partial class CoStream
{
    /// <summary>
    /// Shows it as a <see cref="Stream"/>, for code that wants one; await what that code returns with <c>Await</c>. asyncio has no counterpart.
    /// </summary>
    /// <param name="leaveOpen">Whether disposing it leaves this one open.</param>
    /// <returns>
    /// A stream for asynchronous calls only, from any thread; they are served by the loop. A synchronous read or write is an
    /// <see cref="InvalidOperationException"/>, since it would wait for the loop that it blocks.
    /// </returns>
    public Stream AsStream(bool leaveOpen = false) => new StreamAdapter(this, leaveOpen);
#if NET

    /// <summary>Shows its reading side as a <see cref="PipeReader"/>, as <see cref="AsStream"/> does.</summary>
    /// <returns>A reader that leaves the stream open.</returns>
    public PipeReader AsPipeReader() => PipeReader.Create(AsStream(leaveOpen: true), new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Shows its writing side as a <see cref="PipeWriter"/>, as <see cref="AsStream"/> does.</summary>
    /// <returns>A writer that leaves the stream open.</returns>
    public PipeWriter AsPipeWriter() => PipeWriter.Create(AsStream(leaveOpen: true), new StreamPipeWriterOptions(leaveOpen: true));
#endif
}
