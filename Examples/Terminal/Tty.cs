using System.Runtime.InteropServices;

namespace Coroutines.Examples.Terminal;

/// <summary>
/// The system calls behind the keyboard of a Unix terminal. <see cref="Console"/> would do for single keys, but it has the
/// terminal echo whatever is typed between two reads, in the middle of the picture.
/// </summary>
internal static class Tty
{
    internal const int Input = 0;

    // struct termios is laid out differently everywhere, and larger nowhere. It is only handed from one call to the other.
    internal const int SettingsSize = 256;

    // TCSAFLUSH: what was typed and not read is dropped. Has the same number everywhere.
    private const int AfterFlush = 2;
    private const short ReadyToRead = 1;

    /// <summary>The settings of the terminal behind standard input; null if there is none.</summary>
    internal static byte[]? GetSettings()
    {
        var settings = new byte[SettingsSize];
        return GetAttributes(Input, settings) == 0 ? settings : null;
    }

    internal static void Apply(byte[] settings) => _ = SetAttributes(Input, AfterFlush, settings);

    /// <summary>Those settings, but for keys that come one by one, unechoed, Ctrl-C among them.</summary>
    internal static byte[] MakeRaw(byte[] settings)
    {
        byte[] raw = [.. settings];
        MakeRawInPlace(raw);
        return raw;
    }

    /// <summary>Reads what was typed; never waits.</summary>
    /// <returns>How many bytes; 0 for none.</returns>
    internal static int ReadAvailable(byte[] buffer)
    {
        var input = new PollEntry { Descriptor = Input, Events = ReadyToRead };
        bool isReady = Poll(ref input, 1, milliseconds: 0) > 0 && (input.Returned & ReadyToRead) != 0;
        return isReady ? (int)Math.Max(Read(Input, buffer, buffer.Length), 0) : 0;
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int GetAttributes(int descriptor, [Out] byte[] settings);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int SetAttributes(int descriptor, int when, byte[] settings);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRawInPlace([In, Out] byte[] settings);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(int descriptor, [Out] byte[] buffer, nint count);

    // struct pollfd
    private struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
