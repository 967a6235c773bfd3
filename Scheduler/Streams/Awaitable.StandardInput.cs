using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Coroutines;

public readonly partial struct Awaitable
{
    private const int StandardInputNumber = 0;

    /// <summary>Opens the standard input of this program as a stream: a terminal, a pipe or a file. asyncio has <c>connect_read_pipe</c> for it.</summary>
    /// <returns>What to yield, once; no iteration passes. Then it has the stream, for reading only.</returns>
    /// <remarks>
    /// <para>A read of it that is cancelled, or given up by a time limit, loses nothing: <see cref="CoStream.ReadLine"/> gives the line to the next one. Nor
    /// does one that waits hold the end of <c>Run</c>.</para>
    /// <para>Open it once: what has arrived in one stream is not in another one, nor does <see cref="Console"/> find it. Closing the stream leaves
    /// standard input open. Terminals and pipes are polled with the sockets; files, and everything on Windows, are read on a thread, which may be left in a
    /// read that nothing ends.</para>
    /// <para>At the <c>yield return</c>: an <see cref="IOException"/> if standard input is closed.</para>
    /// </remarks>
    public static Awaitable<CoStream> OpenStandardInput() => Await<CoStream>(OpenInput());

    private static IEnumerator<Awaitable> OpenInput()
    {
        Scheduler scheduler = Scheduler.Current;
        CoStream stream = CoStream.Over(scheduler, InputConduit(scheduler), CoStream.DefaultLimit);
        stream.Name = "standard input";
        yield return Return(stream);
    }

    private static Conduit InputConduit(Scheduler scheduler)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return new ThreadConduit(scheduler, Console.OpenStandardInput());
        }

        // The number is not given back with the stream, or else the next thing that is opened would be standard input; and other processes read from it
        // too, or will: they would not be prepared for calls that do not block.
        var handle = new SafeFileHandle((IntPtr)StandardInputNumber, ownsHandle: false);
        try
        {
            return Descriptors.Open(scheduler, handle, FileAccess.Read, isShared: true);
        }
        catch (Win32Exception error)
        {
            throw new IOException($"Standard input cannot be read; perhaps it was closed before this program began. {error.Message}", error);
        }
    }
}
