namespace Coroutines;

/// <summary>What sort of thing a task waits for.</summary>
public enum WaitKind : byte
{
    /// <summary>Nothing: it is done, or no task.</summary>
    None,

    /// <summary>The next iteration, by a bare yield.</summary>
    Yield,

    /// <summary>The next frame, a phase of one, or a number of frames.</summary>
    Frame,

    /// <summary>A time.</summary>
    Sleep,

    /// <summary>The end of another task.</summary>
    Task,

    /// <summary>A future: a plain one, or what a <c>Gather</c>, a <c>Wait</c> or a <c>TaskGroup</c> waits with.</summary>
    Future,

    /// <summary>A lock, an event, a queue, a signal, or another primitive.</summary>
    Primitive,

    /// <summary>A socket, a stream, a server, a datagram or a process.</summary>
    InputOutput,

    /// <summary>Something else: a predicate, say.</summary>
    Other,
}
