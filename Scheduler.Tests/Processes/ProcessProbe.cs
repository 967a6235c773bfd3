using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Coroutines.Tests.Processes;

/// <summary>What .NET hides of this process.</summary>
internal static class ProcessProbe
{
    private const int Interrupted = 4;

    /// <summary>A descriptor that a child inherits, unless somebody sees to it.</summary>
    internal static SafeFileHandle OpenInheritable() => new(OpenFile("/dev/null\0"u8.ToArray(), 0), ownsHandle: true);

    internal static IEnumerable<string> ThreadNames() =>
        Directory.GetDirectories("/proc/self/task").Select(static task => ReadName(Path.Combine(task, "comm")));

    /// <summary>Whether this process ignores a signal, as whoever has started it may have seen to.</summary>
    internal static bool IsIgnored(int signal)
    {
        const string Field = "SigIgn:";
        string mask = File.ReadLines("/proc/self/status").Single(static line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..];
        return (ulong.Parse(mask, NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0;
    }

    /// <summary>Waits for the end of a child and takes its code, which nobody else gets then.</summary>
    internal static void Reap(int id)
    {
        while (Wait(id, 0, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
            // By a signal.
        }
    }

    private static string ReadName(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8).Trim();
        }
        catch (IOException)
        {
            // It has just ended.
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static extern int Wait(int id, nint status, int options);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile(byte[] path, int flags);
}
