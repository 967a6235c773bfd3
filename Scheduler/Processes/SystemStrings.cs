using System.Runtime.InteropServices;
using System.Text;

namespace Coroutines;

/// <summary>Strings as a system call takes a list of them: in UTF-8, each with a zero behind it, and a null behind the last.</summary>
internal sealed unsafe class SystemStrings : IDisposable
{
    private readonly nint _pointers;
    private readonly nint _bytes;

    internal SystemStrings(IReadOnlyList<string> strings)
    {
        _pointers = Marshal.AllocHGlobal((strings.Count + 1) * sizeof(nint));
        _bytes = Marshal.AllocHGlobal(strings.Sum(static text => Encoding.UTF8.GetByteCount(text) + 1) + 1);
        var next = (byte*)_bytes;
        for (int i = 0; i < strings.Count; i++)
        {
            All[i] = next;
            next = Append(next, strings[i]);
        }

        All[strings.Count] = null;
    }

    internal byte** All => (byte**)_pointers;

    internal byte* First => All[0];

    public void Dispose()
    {
        Marshal.FreeHGlobal(_bytes);
        Marshal.FreeHGlobal(_pointers);
    }

    /// <returns>Where the next one begins.</returns>
    private static byte* Append(byte* target, string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        fixed (char* characters = text)
        {
            Encoding.UTF8.GetBytes(characters, text.Length, target, count);
        }

        target[count] = 0;
        return target + count + 1;
    }
}
