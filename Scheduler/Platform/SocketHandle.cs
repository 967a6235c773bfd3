using System.Net.Sockets;

namespace Coroutines;

// What the selectors need to know of a socket's handle: whether it is closed, its number, and a hold that keeps it open
// for the length of one system call. netstandard2.1 does not show the safe handle; there a closed socket is recognized
// by its refusal, and nothing can be held, so a Dispose from another thread at that very moment makes the system call
// fail or, at worst, hit a number given out again. Dispose sockets on the scheduler's thread there.
internal readonly struct SocketHandle
{
#if NET
    private readonly SafeSocketHandle _handle;

    // Asking a Socket for its handle also tells it not to swap that handle for a new one (as it otherwise does
    // after a failed Connect), so what is registered with the operating system stays what the Socket uses.
    internal SocketHandle(Socket socket) => _handle = socket.SafeHandle;

    internal bool IsClosed => _handle.IsClosed;

    internal int Number => (int)_handle.DangerousGetHandle();

    // Never for longer than a call: Socket.Dispose spins until the hold is gone, so a registered handle cannot
    // simply be held open.
    internal bool TryHold()
    {
        if (_handle.IsClosed)
        {
            return false;
        }

        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            // Another thread was faster.
        }

        return isHeld;
    }

    internal void Release() => _handle.DangerousRelease();
#else
    private readonly Socket _socket;

    internal SocketHandle(Socket socket) => _socket = socket;

    internal bool IsClosed
    {
        get
        {
            try
            {
                // The cheapest thing that a closed socket refuses: setting what is set already makes no system call.
                _socket.Blocking = _socket.Blocking;
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }

    internal int Number => (int)_socket.Handle;

    internal bool TryHold() => !IsClosed;

    // Nothing was held but the object itself, whose finalizer would close the handle.
    internal void Release() => GC.KeepAlive(_socket);
#endif
}
