using System.Text;

namespace Coroutines;

/// <summary>The file of a Unix domain socket.</summary>
internal static class SocketFile
{
    /// <summary>Removes the socket that an earlier server left behind, as asyncio does; any other file is left alone.</summary>
    internal static void RemoveLeftOver(string path)
    {
        if (NumberOf(path) is not null)
        {
            File.Delete(path);
        }
    }

    /// <summary>Removes the socket that stands there, if it is still the one with this number: another server may have put its own there.</summary>
    internal static void Remove(string path, ulong? number)
    {
        if (number is not null && NumberOf(path) == number)
        {
            File.Delete(path);
        }
    }

    /// <summary>The number that the file system gives the socket; null where there is no socket.</summary>
    /// <remarks>.NET has no word for either. Where there is no statx, nothing is removed, and the address is in use.</remarks>
    internal static unsafe ulong? NumberOf(string path)
    {
        if (path.Length == 0 || path[0] is '\0' or '@')
        {
            // A name in no file system.
            return null;
        }

        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            (int type, ulong number) = Libc.FileOf(Libc.AtCurrentFolder, name, flags: 0);
            return type == Libc.FileTypeSocket ? number : null;
        }
    }
}
