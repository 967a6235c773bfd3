using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Coroutines.Tests.IO;

/// <summary>A pipe of the system's, by its two ends, which whoever takes them closes.</summary>
internal sealed class SilentPipe : IDisposable
{
    private const int CloseOnExec = 0x80000;

    internal SilentPipe()
    {
        int[] ends = new int[2];
        Create(ends, CloseOnExec).ShouldBe(0);
        Reader = new SafeFileHandle(ends[0], ownsHandle: true);
        Writer = new SafeFileHandle(ends[1], ownsHandle: true);
    }

    internal SafeHandle Reader { get; }

    internal SafeHandle Writer { get; }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }

    [DllImport("libc", EntryPoint = "pipe2")]
    private static extern int Create([Out] int[] ends, int flags);
}
