using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Conformance;

/// <summary>What a twin logs, in the format of the Python programs' harness.</summary>
internal sealed class Trace
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line: the iteration of the running scheduler, its time in seconds, and the text.</summary>
    public void Log(params object?[] words)
    {
        Scheduler? running = Scheduler.CurrentOrNull;
        string iteration = running?.Loop.Iteration.ToString() ?? "-";
        string time = running is null ? "-" : FormatSeconds(running.Time);
        _lines.Add($"{iteration,2} {time,4}  {string.Join(' ', words.Select(Format))}");
    }

    /// <summary>An exception of the program itself: its type, as Python calls it, and its message.</summary>
    public static string Describe(Exception exception)
    {
        if (exception is AggregateException group)
        {
            return $"ExceptionGroup[{string.Join(", ", group.InnerExceptions.Select(Describe))}]";
        }

        // What nobody gave a message to: asyncio's have none, and .NET's and ours have words of their own.
        bool hasMessage = exception is not TimeoutException
            && (exception is not OperationCanceledException || exception.Message != _messageOfCancel);
        return hasMessage && exception.Message.Length > 0 ? $"{KindOf(exception)}: {exception.Message}" : KindOf(exception);
    }

    /// <summary>The name of Python's exception for the same mistake.</summary>
    public static string KindOf(Exception exception) => exception switch
    {
        CancelledException => "CancelledError",
        KeyboardInterruptException => "KeyboardInterrupt",
        InvalidStateException => "InvalidStateError",
        QueueFullException => "QueueFull",
        QueueEmptyException => "QueueEmpty",
        QueueShutDownException => "QueueShutDown",
        BrokenBarrierException => "BrokenBarrierError",
        InvalidOperationException => "RuntimeError",
        IncompleteReadException => "IncompleteReadError",
        ArgumentNullException => "TypeError",
        ArgumentException => "ValueError",
        KeyNotFoundException => "KeyError",
        TimeoutException => "TimeoutError",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "ConnectionRefusedError",
        SocketException or IOException => "OSError",
        _ => exception.GetType().Name,
    };

    /// <summary>Both traces side by side, with marks where they differ.</summary>
    public static string DescribeDifference(IReadOnlyList<string> python, IReadOnlyList<string> ours)
    {
        int width = Math.Max("CPython".Length, python.Max(line => line.Length));
        StringBuilder message = new();
        message.Append($"The traces differ.\n   {"CPython".PadRight(width)} | ours\n");
        for (int i = 0; i < Math.Max(python.Count, ours.Count); i++)
        {
            string left = i < python.Count ? python[i] : "";
            string right = i < ours.Count ? ours[i] : "";
            message.Append($" {(left == right ? ' ' : '>')} {left.PadRight(width)} | {right}\n");
        }

        return message.ToString();
    }

    private static readonly string _messageOfCancel = new CancelledException().Message;

    private static string Format(object? word) => word switch
    {
        null => "None",
        double.PositiveInfinity => "inf",
        double seconds => FormatSeconds(seconds),
        Exception exception => Describe(exception),
        _ => word.ToString()!,
    };

    private static string FormatSeconds(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
