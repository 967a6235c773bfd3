using System.Text;

namespace Coroutines;

/// <summary>The file of a Unix domain socket.</summary>
internal static class SocketFile
{
    /// <summary>Removes the socket that an earlier server left behind, as asyncio does; any other file is left alone.</summary>
    internal static void RemoveLeftOver(string path)
    {
        if (IsSocket(path))
        {
            File.Delete(path);
        }
    }

    // .NET has no word for the type of a file. Where there is no statx, nothing is removed, and the address is in use.
    private static unsafe bool IsSocket(string path)
    {
        if (path.Length == 0 || path[0] is '\0' or '@')
        {
            // A name in no file system.
            return false;
        }

        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return Libc.FileTypeOf(Libc.AtCurrentFolder, name, flags: 0) == Libc.FileTypeSocket;
        }
    }
}
