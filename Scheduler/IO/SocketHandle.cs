using System.Net.Sockets;

namespace Coroutines;

internal sealed class SocketHandle(Socket socket)
{
    internal bool IsClosed => socket.SafeHandle.IsClosed;
    internal int Number => (int)socket.SafeHandle.DangerousGetHandle();
    internal bool TryHold() { bool ok = false; try { socket.SafeHandle.DangerousAddRef(ref ok); } catch (ObjectDisposedException) { return false; } return ok; }
    internal void Release() => socket.SafeHandle.DangerousRelease();
}
