using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A room in which people talk. It serves each of them by a coroutine of its own.</summary>
public sealed class Chat
{
    /// <summary>How many bytes may wait for somebody who does not read; who lets more come together is thrown out.</summary>
    public const int Patience = 64 * 1024;

    private readonly SortedDictionary<string, CoStream> _people = new(StringComparer.Ordinal);

    /// <summary>Serves one who has connected, until he leaves, in whichever way. The stream is closed by whoever calls this.</summary>
    public IEnumerator<Awaitable> Serve(CoStream stream)
    {
        yield return Settle(Talk(stream), out var end);
        if (end.Exception is not (null or IOException or System.Net.Sockets.SocketException))
        {
            end.ThrowIfFailed();
        }
    }

    private IEnumerator<Awaitable> Talk(CoStream stream)
    {
        yield return Await<string?>(AskForAName(stream)).Into(out var name);
        if (name.Result is not { } me)
        {
            yield break;
        }

        _people.Add(me, stream);
        try
        {
            Send(stream, $"welcome {me}");
            SendToOthers(me, $"* {me} has come");
            while (true)
            {
                yield return stream.ReadLine().Into(out var line);
                if (line.Result is null or "/quit")
                {
                    yield break;
                }

                Hear(me, line.Result);
            }
        }
        finally
        {
            _people.Remove(me);
            SendToOthers(me, $"* {me} has left");
        }
    }

    private IEnumerator<Awaitable> AskForAName(CoStream stream)
    {
        while (true)
        {
            Send(stream, "name?");
            yield return stream.ReadLine().Into(out var line);
            string? name = line.Result;
            if (name is null || (name.Length > 0 && name.All(char.IsAsciiLetter) && !_people.ContainsKey(name)))
            {
                yield return Return(name);
            }
        }
    }

    private void Hear(string me, string line)
    {
        switch (line.Split(' ', 3))
        {
            case [""]:
                break;

            case ["/who"]:
                Send(_people[me], $"here: {string.Join(", ", _people.Keys)}");
                break;

            case ["/tell", var name, var text] when _people.TryGetValue(name, out CoStream? other):
                Send(other, $"{me} whispers: {text}");
                break;

            case [var command, ..] when command.StartsWith('/'):
                Send(_people[me], "what?");
                break;

            default:
                SendToOthers(me, $"{me}: {line}");
                break;
        }
    }

    private void SendToOthers(string me, string line)
    {
        foreach (CoStream stream in _people.Where(one => one.Key != me).Select(one => one.Value))
        {
            Send(stream, line);
        }
    }

    // Nobody waits for one who does not read.
    private static void Send(CoStream stream, string line)
    {
        stream.Write(line + "\n");
        if (stream.WriteBufferSize > Patience)
        {
            stream.Abort();
        }
    }
}
