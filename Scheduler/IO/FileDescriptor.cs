using Microsoft.Win32.SafeHandles;

namespace Coroutines;

// A descriptor of our own. A safe handle, so that a scheduler nobody disposed does not leak it.
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    private FileDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle((IntPtr)descriptor);

    internal int Number => (int)handle;

    // What a system call has returned: a descriptor, or below 0 for an error.
    internal static FileDescriptor Open(string call, int result)
    {
        if (result >= 0)
        {
            return new FileDescriptor(result);
        }

        int error = Libc.LastError;
        throw error is Libc.Enosys or Libc.Eperm
            ? new PlatformNotSupportedException($"This system does not offer {call}.")
            : Libc.Failure(call, error);
    }

    protected override bool ReleaseHandle() => Libc.Close(Number) == 0;
}
