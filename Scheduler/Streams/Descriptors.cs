using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Coroutines;

/// <summary>Makes conduits of descriptors that are no sockets: polled where the system can, on threads where it cannot.</summary>
internal static class Descriptors
{
    private const int FromHere = 1;

    /// <param name="scheduler">The scheduler that it is for.</param>
    /// <param name="descriptor">The handle, which is the conduit's from now on.</param>
    /// <param name="access">What it is open for.</param>
    /// <param name="isShared">Whether other processes use it too, who would not be prepared for calls that do not block.</param>
    internal static Conduit Open(Scheduler scheduler, SafeHandle descriptor, FileAccess access, bool isShared = false)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            var file = new SafeFileHandle(descriptor.DangerousGetHandle(), ownsHandle: true);
            descriptor.SetHandleAsInvalid();
            return new ThreadConduit(scheduler, new FileStream(file, access, bufferSize: 1, isAsync: false));
        }

        return CanBePolled(descriptor)
            ? new DescriptorConduit(scheduler, descriptor, access, isShared)
            : new ThreadConduit(scheduler, new BlockingDescriptor(descriptor, access));
    }

    /// <summary>Whether the system can tell when it is ready: not of a file, which it takes for ready always.</summary>
    internal static bool CanBePolled(SafeHandle descriptor)
    {
        bool isHeld = false;
        descriptor.DangerousAddRef(ref isHeld);
        try
        {
            int number = (int)descriptor.DangerousGetHandle();
            return RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? EpollTakes(number) : Libc.Seek(number, 0, FromHere) < 0;
        }
        finally
        {
            descriptor.DangerousRelease();
        }
    }

    private static bool EpollTakes(int number)
    {
        try
        {
            using var epoll = new Epoll(isPrecise: false);
            int error = epoll.Control(Libc.ControlAdd, number, flags: 0, token: 0);
            return error switch
            {
                0 => true,
                Libc.Eperm => false,
                _ => throw Libc.Failure("epoll_ctl", error),
            };
        }
        catch (PlatformNotSupportedException)
        {
            // A sandbox. What has a place to read at is a file.
            return Libc.Seek(number, 0, FromHere) < 0;
        }
    }
}
