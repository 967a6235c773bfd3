using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Streams: reads, separators, limits, the end at each point. Rules 41 to 45.</summary>
public sealed partial class StreamsTwins : Twins<StreamsTwins>
{
    private const int Small = 64;

    private static (CoStream Here, CoStream There) Pair(int limit = CoStream.DefaultLimit) =>
        CoStream.CreatePair(new ConnectionOptions { Limit = limit });

    private static string Text(byte[] data) => data.Length switch
    {
        0 => "nothing",
        > 20 => $"{data.Length} bytes",
        _ => Encoding.UTF8.GetString(data).Replace("\r", "\\r").Replace("\n", "\\n"),
    };

    /// <summary>Reads, and logs what was read, or how that failed.</summary>
    private IEnumerator<Awaitable> Reading<T>(string name, Awaitable<T> read)
    {
        yield return Settle(read, out Outcome<T> outcome, includeCancellation: true);
        switch (outcome.Exception)
        {
            case null:
                Log(name, Said(outcome.Result));
                break;
            case IncompleteReadException incomplete:
                Log(name, "incomplete", Text(incomplete.Partial), incomplete.Expected?.ToString() ?? "None");
                break;
            case LimitOverrunException overrun:
                Log(name, "overrun", overrun.Consumed);
                break;
            case { } error:
                Log(name, Kind(error));
                break;
        }
    }

    private static string Said(object? result) => result switch
    {
        byte[] data => Text(data),
        string line => line.Length > 0 ? line : "empty",
        _ => "nothing",
    };

    private CoTask ReadInTask<T>(string name, Awaitable<T> read) => CreateTask(Reading(name, read));

    private static byte[] Many(char letter, int count) => Encoding.UTF8.GetBytes(new string(letter, count));

    [Twin]
    public IEnumerator<Awaitable> ReadWhatIsThere()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("abc");
        yield return Await(Pause(3));
        yield return Await(Reading("two", here.Read(2)));
        yield return Await(Reading("rest", here.Read(10)));
        yield return Await(Reading("none", here.Read(0)));
    }

    [Twin]
    public IEnumerator<Awaitable> ReadWaitsForData()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("read", here.Read(10));
        yield return Await(Pause());
        Log("write");
        there.Write("abc");
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> ReadAtTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("read", here.Read(10));
        yield return Await(Pause());
        there.WriteEof();
        yield return task;
        yield return Await(Reading("again", here.Read(10)));
        Log("at end", here.IsAtEof);
    }

    [Twin]
    public IEnumerator<Awaitable> ReadToTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("all", here.ReadToEnd());
        foreach (string part in new[] { "ab", "cd", "ef" })
        {
            there.Write(part);
            yield return Await(Pause(3));
        }

        there.WriteEof();
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> ReadExactly()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("abcdef");
        yield return Await(Pause(3));
        yield return Await(Reading("four", here.ReadExactly(4)));
        CoTask task = ReadInTask("three", here.ReadExactly(3));
        yield return Await(Pause());
        there.Write("ghi");
        yield return task;
        yield return Await(Reading("none", here.ReadExactly(0)));
        yield return Await(Reading("rest", here.Read(10)));
        Log("negative", Kind(Caught(() => here.ReadExactly(-1))));
    }

    [Twin]
    public IEnumerator<Awaitable> ReadExactlyAtTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("abc");
        there.WriteEof();
        yield return Await(Reading("five", here.ReadExactly(5)));
        yield return Await(Reading("one", here.ReadExactly(1)));
        Log("at end", here.IsAtEof);
    }

    [Twin]
    public IEnumerator<Awaitable> ReadExactlyBeyondTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        CoTask task = ReadInTask("many", here.ReadExactly(1000));
        there.Write(Many('x', 1500));
        yield return task;
        yield return Await(Reading("more", here.ReadExactly(500)));
    }

    [Twin]
    public IEnumerator<Awaitable> ReadUntil()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("one--two--thr");
        yield return Await(Reading("1", here.ReadUntil("--"u8)));
        yield return Await(Reading("2", here.ReadUntil("--"u8)));
        CoTask task = ReadInTask("3", here.ReadUntil("--"u8));
        yield return Await(Pause());
        foreach (string part in new[] { "ee-", "-fo" })
        {
            there.Write(part);
            yield return Await(Pause(3));
        }

        yield return task;
        there.WriteEof();
        yield return Await(Reading("4", here.ReadUntil("--"u8)));
        yield return Await(Reading("5", here.ReadUntil("--"u8)));
    }

    [Twin]
    public IEnumerator<Awaitable> SeparatorOverChunks()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("line", here.ReadUntil("abcd"u8));
        foreach (char letter in "xxabcabcdyy")
        {
            there.Write($"{letter}");
            yield return Await(Pause(3));
        }

        yield return task;
        yield return Await(Reading("rest", here.Read(10)));
    }

    [Twin]
    public IEnumerator<Awaitable> SeveralSeparators()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("one\r\ntwo\nthree\r\nfour");
        yield return Await(Pause(3));
        foreach (string name in new[] { "1", "2", "3" })
        {
            yield return Await(Reading(name, here.ReadUntil("\r\n"u8.ToArray(), "\n"u8.ToArray())));
        }

        there.Write("ab-c--d");
        yield return Await(Pause(3));
        yield return Await(Reading("ends first", here.ReadUntil("c--"u8.ToArray(), "-"u8.ToArray(), "four"u8.ToArray())));
        yield return Await(Reading("shortest", here.ReadUntil("b-c"u8.ToArray(), "-"u8.ToArray())));
    }

    [Twin]
    public IEnumerator<Awaitable> SeparatorBeyondTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write([.. Many('x', 70), .. "\n"u8, .. Many('y', 5), .. "\n"u8]);
        yield return Await(Pause(3));
        yield return Await(Reading("long", here.ReadUntil("\n"u8)));
        yield return Await(Reading("again", here.ReadUntil("\n"u8)));
        yield return Await(Reading("by hand", here.ReadExactly(71)));
        yield return Await(Reading("short", here.ReadUntil("\n"u8)));
    }

    [Twin]
    public IEnumerator<Awaitable> NoSeparatorWithinTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        CoTask task = ReadInTask("long", here.ReadUntil("\r\n"u8));
        there.Write(Many('x', 60));
        yield return Await(Pause(3));
        there.Write(Many('x', 10));
        yield return task;
        yield return Await(Reading("kept", here.Read(100)));
    }

    [Twin]
    public IEnumerator<Awaitable> SeparatorJustWithinTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write([.. Many('x', 64), .. "\n"u8, .. Many('y', 65), .. "\n"u8]);
        yield return Await(Pause(3));
        yield return here.ReadUntil("\n"u8).Into(out Awaitable<byte[]> line);
        Log("length", line.Result.Length);
        yield return Await(Reading("one more", here.ReadUntil("\n"u8)));
    }

    [Twin]
    public IEnumerator<Awaitable> Lines()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("one\ntwo\n\nlast");
        there.WriteEof();
        foreach (string name in new[] { "1", "2", "3", "4", "5" })
        {
            yield return Await(Reading(name, here.ReadLine()));
        }

        Log("at end", here.IsAtEof);
    }
}
