using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>asyncio's <c>sock_sendfile</c> by the call of Linux that sends from a file without a copy.</summary>
/// <remarks>Its result is how much was sent; <see cref="IsRefused"/> says that the system cannot do it with this file, and nothing was sent.</remarks>
internal sealed unsafe class SendFileOperation(Socket socket, FileStream file, long offset, long? count) : SocketOperation<long>(socket, Interest.Write)
{
    // A call sends what the socket has room for; this only keeps the number in the range that every system takes.
    private const long MostAtOnce = 1 << 30;

    internal static bool IsSupported { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && Environment.Is64BitProcess;

    /// <summary>Whether something else has to send it.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>How many bytes are sent so far.</summary>
    internal long Sent { get; private set; }

    private protected override Progress Try(SocketPoller sockets, ref long result, out int bytes)
    {
        long left = count - Sent ?? MostAtOnce;
        long sent = left == 0 ? 0 : Send(sockets.RegistrationOf(Socket), Math.Min(left, MostAtOnce));
        bytes = (int)Math.Max(sent, 0);
        Sent += bytes;
        result = Sent;
        return sent < 0 ? Progress.None
            : sent == 0 || IsRefused || Sent == count ? Progress.Done
            : Progress.Partial;
    }

    /// <returns>How much was sent, 0 at the end of the file; below 0 where there is no room.</returns>
    private long Send(SocketRegistration registration, long most)
    {
        if (!registration.TryHold())
        {
            throw Registration.Closed();
        }

        bool isFileHeld = false;
        try
        {
            SafeHandle handle = file.SafeFileHandle;
            handle.DangerousAddRef(ref isFileHeld);
            long place = offset + Sent;
            nint sent = Libc.SendFile(registration.Descriptor, (int)handle.DangerousGetHandle(), &place, (nint)most);
            return sent >= 0 ? sent : Failed();
        }
        finally
        {
            if (isFileHeld)
            {
                file.SafeFileHandle.DangerousRelease();
            }

            registration.Release();
        }
    }

    private long Failed()
    {
        int error = Libc.LastError;
        if (error is Libc.Eagain or Libc.Eintr)
        {
            return -1;
        }

        // A file that has no pages to send from, such as a pipe or some of /proc.
        if (Sent == 0 && error is Libc.Einval or Libc.Enosys or Libc.Espipe)
        {
            IsRefused = true;
            return 0;
        }

        throw new SocketException((int)Libc.SocketErrorOf(error));
    }
}
