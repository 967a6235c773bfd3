using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

// What the selectors need to know of a handle: whether it is closed, its number, and a hold that keeps it open for the length of
// one system call. netstandard2.1 does not show the safe handle of a socket; there a closed one is recognized by its refusal, and
// nothing can be held, so a Dispose from another thread at that very moment makes the system call fail or, at worst, hit a number
// given out again. Dispose sockets on the scheduler's thread there.
internal readonly struct PolledHandle
{
#if NET
    internal const bool CanHoldSockets = true;

    private readonly SafeHandle _handle;

    // Asking a Socket for its handle also tells it not to swap that handle for a new one (as it otherwise does
    // after a failed Connect), so what is registered with the operating system stays what the Socket uses.
    internal PolledHandle(Socket socket) => _handle = socket.SafeHandle;

    internal PolledHandle(SafeHandle handle) => _handle = handle;

    internal bool IsClosed => _handle.IsClosed;

    internal int Number => (int)_handle.DangerousGetHandle();

    // Never for longer than a call: Socket.Dispose spins until the hold is gone, so a registered handle cannot
    // simply be held open.
    internal bool TryHold() => TryHold(_handle);

    internal void Release() => _handle.DangerousRelease();
#else
    internal const bool CanHoldSockets = false;

    private readonly Socket? _socket;
    private readonly SafeHandle? _handle;

    internal PolledHandle(Socket socket)
    {
        _socket = socket;
        _handle = null;
    }

    internal PolledHandle(SafeHandle handle)
    {
        _socket = null;
        _handle = handle;
    }

    internal bool IsClosed
    {
        get
        {
            if (_socket is null)
            {
                return _handle!.IsClosed;
            }

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

    internal int Number => (int)(_socket?.Handle ?? _handle!.DangerousGetHandle());

    internal bool TryHold() => _socket is null ? TryHold(_handle!) : !IsClosed;

    internal void Release()
    {
        _handle?.DangerousRelease();

        // Of a socket nothing was held but the object itself, whose finalizer would close the handle.
        GC.KeepAlive(_socket);
    }
#endif

    private static bool TryHold(SafeHandle handle)
    {
        if (handle.IsClosed)
        {
            return false;
        }

        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            // Another thread was faster.
        }

        return isHeld;
    }
}
