using System.Runtime.InteropServices;

namespace Coroutines.Tests.Streams;

/// <summary>While it exists, standard input is something else.</summary>
internal sealed class OtherStandardInput : IDisposable
{
    private const int Number = 0;
    private const int GetFlags = 3;
    private const int NonBlocking = 0x800;
    private const int DuplicateCloseOnExec = 1030;
    private const int AboveTheStandardOnes = 3;

    private readonly int _before = FileControl(Number, DuplicateCloseOnExec, AboveTheStandardOnes);

    /// <param name="descriptor">What it is; this closes it.</param>
    internal OtherStandardInput(SafeHandle descriptor)
    {
        Duplicate((int)descriptor.DangerousGetHandle(), Number).ShouldBe(Number);
        descriptor.Dispose();
    }

    /// <summary>Whether calls on it would not block, for nobody who has it.</summary>
    internal static bool IsNonBlocking => (FileControl(Number, GetFlags, 0) & NonBlocking) != 0;

    public void Dispose()
    {
        _ = Duplicate(_before, Number);
        _ = CloseNumber(_before);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int FileControl(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int from, int to);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseNumber(int descriptor);
}
