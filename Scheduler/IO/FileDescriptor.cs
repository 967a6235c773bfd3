using Microsoft.Win32.SafeHandles;

namespace Coroutines;

// A descriptor of our own. A safe handle, so that a scheduler nobody disposed does not leak it.
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    internal FileDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle((IntPtr)descriptor);

    internal int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close(Number) == 0;
}
