using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines.Benchmarks;

/// <summary>
/// The peer of the servers that are measured, a process of its own: connects, and then does what the lines of its standard input say.
/// </summary>
/// <remarks>
/// It never waits in a system call, so that no server has to wake it; and with nothing but these calls it is stronger than any server.
/// </remarks>
internal static unsafe class LoadGenerator
{
    internal const string Command = "load";
    internal const string Exchange = "exchange";
    internal const string Transfer = "transfer";
    internal const string Done = "done";

    private const int MessageSize = 64;
    private const int ChunkSize = 256 * 1024;
    private const int BatchSize = 256;

    private static readonly byte[] _buffer = GC.AllocateArray<byte>(ChunkSize, pinned: true);
    private static readonly byte[] _message = GC.AllocateArray<byte>(ChunkSize, pinned: true);

    /// <summary>Runs until its standard input ends.</summary>
    /// <param name="arguments">The port, and the number of connections.</param>
    internal static void Run(string[] arguments)
    {
        int port = ParseNumber(arguments[0]);
        Socket[] sockets = [.. Enumerable.Range(0, ParseNumber(arguments[1])).Select(_ => Connect(port))];
        int[] descriptors = [.. sockets.Select(static socket => (int)socket.Handle)];
        int epoll = Linux.EpollCreate(0);
        for (int i = 0; i < descriptors.Length; i++)
        {
            Linux.WatchReadable(epoll, descriptors[i], i);
        }

        Console.WriteLine(Done);
        while (Console.ReadLine()?.Split(' ') is [var order, var count])
        {
            if (order == Exchange)
            {
                ExchangeAll(epoll, descriptors, ParseNumber(count));
            }
            else
            {
                TransferAll(descriptors[0], long.Parse(count, CultureInfo.InvariantCulture));
            }

            Console.WriteLine(Done);
        }

        GC.KeepAlive(sockets);
    }

    private static int ParseNumber(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Blocking = false;
        return socket;
    }

    /// <summary>Sends messages and receives as much for each, with one at a time on each connection.</summary>
    private static void ExchangeAll(int epoll, int[] descriptors, int count)
    {
        int[] missing = new int[descriptors.Length];
        int unsent = count;
        for (int i = 0; i < descriptors.Length && unsent > 0; i++, unsent--)
        {
            SendMessage(descriptors[i]);
            missing[i] = MessageSize;
        }

        byte* events = stackalloc byte[BatchSize * Linux.EventSize];
        int unanswered = count;
        while (unanswered > 0)
        {
            int ready = Linux.EpollWait(epoll, events, BatchSize, 0);
            for (int i = 0; i < ready; i++)
            {
                int number = Linux.NumberOf(events + i * Linux.EventSize);
                missing[number] -= Receive(descriptors[number], MessageSize);
                if (missing[number] > 0)
                {
                    continue;
                }

                unanswered--;
                if (unsent > 0)
                {
                    unsent--;
                    SendMessage(descriptors[number]);
                    missing[number] = MessageSize;
                }
            }
        }
    }

    /// <summary>Sends so many bytes through one connection, and receives as many meanwhile.</summary>
    private static void TransferAll(int descriptor, long count)
    {
        long unsent = count;
        long missing = count;
        while (missing > 0)
        {
            if (unsent > 0)
            {
                unsent -= Send(descriptor, (int)Math.Min(unsent, ChunkSize));
            }

            missing -= Receive(descriptor, ChunkSize);
        }
    }

    private static void SendMessage(int descriptor)
    {
        if (Send(descriptor, MessageSize) != MessageSize)
        {
            throw new InvalidOperationException("A message did not fit.");
        }
    }

    /// <returns>0 if nothing is taken at this moment.</returns>
    private static int Send(int descriptor, int count)
    {
        fixed (byte* bytes = _message)
        {
            return CountOf(Linux.Send(descriptor, bytes, count, Linux.NoSignal));
        }
    }

    /// <returns>0 if nothing has come.</returns>
    private static int Receive(int descriptor, int size)
    {
        fixed (byte* room = _buffer)
        {
            nint received = Linux.Receive(descriptor, room, size, 0);
            return received != 0 ? CountOf(received) : throw new EndOfStreamException("The server has closed a connection.");
        }
    }

    private static int CountOf(nint result) =>
        result >= 0 ? (int)result
        : Marshal.GetLastSystemError() is var error && error == Linux.TryAgain ? 0
        : throw new SocketException(error);
}
