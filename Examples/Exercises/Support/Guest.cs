using System.Globalization;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A guest of the chat, at the other end of a connection.</summary>
internal sealed class Guest(string who, CoStream stream, CoStream served, CoTask serving)
{
    internal CoStream Stream => stream;

    internal CoStream Served => served;

    internal CoTask Serving => serving;

    internal void Says(string line) => stream.Write(line + "\n");

    internal IEnumerator<Awaitable> Hears(string expected, string lookAt)
    {
        yield return Settle(WaitFor(stream.ReadLine(), 1), out var line);
        string heard = TextOf(line);
        if (heard != expected)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{who} should hear: {Shorten(expected)}\n{who} hears: {Shorten(heard)}{Why()}");
        }
    }

    /// <summary>As <see cref="Hears"/>, and it does not matter what comes before it.</summary>
    internal IEnumerator<Awaitable> HearsInTheEnd(string expected, string lookAt)
    {
        string heard = "(nothing)";
        for (bool isOver = false; !isOver && heard != expected;)
        {
            yield return Settle(WaitFor(stream.ReadLine(), 1), out var line);
            isOver = !line.IsSuccess || line.Result is null;
            heard = isOver ? heard : line.Result!;
        }

        if (heard != expected)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{who} should hear: {expected}\n{who} hears: {Shorten(heard)}");
        }
    }

    internal IEnumerator<Awaitable> HearsNothing(string lookAt)
    {
        yield return Settle(WaitFor(stream.ReadLine(), 1), out var line);
        if (line.Exception is not TimeoutException)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{who} should hear nothing.\n{who} hears: {Shorten(TextOf(line))}{Why()}");
        }
    }

    /// <summary>Reads what there is.</summary>
    internal IEnumerator<Awaitable> Forgets()
    {
        yield return Sleep(1);
        yield return Settle(stream.Peek(0), out var all);
        stream.Advance(all.IsSuccess ? all.Result.Length : 0);
    }

    internal IEnumerator<Awaitable> Leaves()
    {
        yield return Await(Forgets());
        stream.WriteEof();
        yield return Await(IsOut(
            $"{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(who[..1])}{who[1..]} sends no more: ReadLine gives null, and "
            + "Serve ends."));
    }

    internal IEnumerator<Awaitable> IsOut(string lookAt)
    {
        yield return Settle(WaitFor(Shield(serving), 1), out var end, includeCancellation: true);
        if (end.Exception is TimeoutException)
        {
            throw new ShouldAssertException($"{lookAt} It goes on.");
        }

        if (end.Exception is { } error)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{Explained.Describe(error)}");
        }

        stream.Close();
    }

    private static string TextOf(Outcome<string?> line) => line.Exception switch
    {
        null => line.Result ?? "(the end of the stream)",
        SocketException => "(the connection is broken)",
        _ => "(nothing)",
    };

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "..." : text;

    private string Why() => serving is { IsDone: true, IsCancelled: false, Exception: { } error }
        ? $"\n\nServe has ended.\n{Explained.Describe(error)}"
        : "";
}
