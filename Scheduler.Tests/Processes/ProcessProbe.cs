using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Coroutines.Tests.Processes;

/// <summary>What .NET hides of this process.</summary>
internal static class ProcessProbe
{
    /// <summary>A descriptor that a child inherits, unless somebody sees to it.</summary>
    internal static SafeFileHandle OpenInheritable() => new(OpenFile("/dev/null\0"u8.ToArray(), 0), ownsHandle: true);

    internal static IEnumerable<string> ThreadNames() =>
        Directory.GetDirectories("/proc/self/task").Select(static task => ReadName(Path.Combine(task, "comm")));

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

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile(byte[] path, int flags);
}
