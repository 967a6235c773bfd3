using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

// A socket, or another thing with a descriptor, as a selector knows it. Made once and kept: switching the interest on and off
// allocates nothing. Several may stand for one descriptor: there can be a second Socket for it, or a second owner of a registration.
[DebuggerDisplay("handle {Descriptor}: {Interest}, orphaned: {IsOrphaned}")]
internal class Registration
{
    private readonly PolledHandle _handle;

    internal Registration(Socket socket)
    {
        Socket = socket;
        _handle = new PolledHandle(socket);
    }

    // Of a pipe, a terminal, a process: what .NET has no Socket for.
    internal Registration(SafeHandle descriptor) => _handle = new PolledHandle(descriptor);

    // Null where there is none.
    internal Socket? Socket { get; }

    // What the selector watches at this moment; None while it is not registered.
    internal Interest Interest { get; private set; }

    // The selector gave this registration up because its handle was closed, or given out again, under it.
    // The waiters are to fail and must not touch the socket: its number may be another connection's by now.
    internal bool IsOrphaned { get; private set; }

    // Set while registered.
    internal Selector? Selector { get; private set; }

    // For the selector: where this registration is in its table, and which use of that place it is.
    internal int Slot { get; set; }

    internal uint Generation { get; set; }

    // For the selector: the next one with the same descriptor.
    internal Registration? Next;

    // Nobody but its owner can close it, who takes it out of the selector before: it need not be asked whether it is closed.
    internal bool IsPrivate { get; set; }

    internal bool IsClosed => !IsPrivate && _handle.IsClosed;

    // Meaningful only between TryHold and Release: otherwise the number may be closed, and given out again, any moment.
    internal int Descriptor => _handle.Number;

    internal void Attach(Selector selector, Interest interest)
    {
        Selector = selector;
        Interest = interest;
        IsOrphaned = false;
    }

    internal void Detach(bool orphaned)
    {
        Selector = null;
        Interest = Interest.None;
        IsOrphaned = orphaned;
    }

    // Keeps another thread's Dispose from closing the handle during a system call that names it by number.
    internal bool TryHold() => _handle.TryHold();

    internal void Release() => _handle.Release();

    internal static ObjectDisposedException Closed() =>
        new("Socket", "The socket is closed; nothing can be waited for on it.");
}
