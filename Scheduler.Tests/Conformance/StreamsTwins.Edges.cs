using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Streams: the end at each point, separators over chunks, limits, readers one after the other. Rules 41 to 44 and 47.</summary>
public sealed partial class StreamsTwins
{
    private static byte[][] Separators(params string[] separators) => [.. separators.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>A read of each kind, each on a stream of its own.</summary>
    private CoTask ReadOfKind(string name, CoStream stream) => name switch
    {
        "read" => ReadInTask(name, stream.Read(9)),
        "exactly" => ReadInTask(name, stream.ReadExactly(9)),
        "until" => ReadInTask(name, stream.ReadUntil("--"u8)),
        "line" => ReadInTask(name, stream.ReadLine()),
        _ => ReadInTask(name, stream.ReadToEnd()),
    };

    private IEnumerator<Awaitable> ReadingAgain(string kind, CoStream stream) => kind switch
    {
        "exactly" => Reading("again", stream.ReadExactly(9)),
        "until" => Reading("again", stream.ReadUntil("--"u8)),
        "line" => Reading("again", stream.ReadLine()),
        _ => Reading("again", stream.ReadToEnd()),
    };

    private static IEnumerator<Awaitable> WriteParts(CoStream stream, params string[] parts)
    {
        foreach (string part in parts)
        {
            stream.Write(part);
            yield return Await(Pause(3));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TheEndWhileEachKindOfReadWaits()
    {
        foreach (string kind in new[] { "read", "exactly", "until", "line", "all" })
        {
            (CoStream here, CoStream there) = Pair();
            CoTask task = ReadOfKind(kind, here);
            yield return Await(Pause());
            there.WriteEof();
            yield return task;
            Log("at end", here.IsAtEof);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TheEndAfterAPartForEachKindOfRead()
    {
        foreach (string kind in new[] { "exactly", "until", "line", "all" })
        {
            (CoStream here, CoStream there) = Pair();
            CoTask task = ReadOfKind(kind, here);
            yield return Await(Pause());
            there.Write("ab");
            yield return Await(Pause(4));
            there.Write("c-");
            there.WriteEof();
            yield return task;
            yield return Await(ReadingAgain(kind, here));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TheEndAfterEachByte()
    {
        const string All = "ab--c-d";
        for (int count = 0; count <= All.Length; count++)
        {
            (CoStream here, CoStream there) = Pair();
            there.Write(All[..count]);
            there.WriteEof();
            yield return Await(Pause(4));
            yield return Await(Reading("1", here.ReadUntil("--"u8)));
            yield return Await(Reading("2", here.ReadUntil("--"u8)));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ReadsOfNothingAtTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        there.Write("abc");
        there.WriteEof();
        yield return Await(Pause(4));
        yield return Await(Reading("none", here.Read(0)));
        yield return Await(Reading("all", here.Read(-1)));
        yield return Await(Reading("none", here.Read(0)));
        yield return Await(Reading("exactly none", here.ReadExactly(0)));
        yield return Await(Reading("all", here.Read(-1)));
    }

    [Twin]
    public IEnumerator<Awaitable> NoSeparatorAtAll()
    {
        (CoStream here, CoStream _) = Pair();
        Log("empty", Kind(Caught(() => here.ReadUntil(ReadOnlySpan<byte>.Empty))));
        Log("none", Kind(Caught(() => here.ReadUntil(Separators()))));
        Log("one is empty", Kind(Caught(() => here.ReadUntil(Separators("-", "")))));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> SeveralSeparatorsOverChunks()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("1", here.ReadUntil(Separators("\n", "\r\n\r\n", "END")));
        yield return Await(WriteParts(there, "ab\r", "c\r\n"));
        yield return task;
        task = ReadInTask("2", here.ReadUntil(Separators("END", "\r\n\r\n")));
        yield return Await(WriteParts(there, "x\r\n", "\rE", "N", "D\r\n\r", "\n"));
        yield return task;
        yield return Await(Reading("3", here.ReadUntil(Separators("END", "\r\n\r\n"))));
    }

    [Twin]
    public IEnumerator<Awaitable> ASeparatorInTheSeparator()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("1", here.ReadUntil("aab"u8));
        yield return Await(WriteParts(there, "a", "a", "a", "a", "b", "a", "a", "b"));
        yield return task;
        yield return Await(Reading("2", here.ReadUntil(Separators("ab", "aab", "b"))));
    }

    [Twin]
    public IEnumerator<Awaitable> SeveralSeparatorsAndTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write([.. Many('x', 62), .. "--"u8, .. Many('x', 65), .. "!"u8, .. Many('x', 85)]);
        yield return Await(Pause(3));
        yield return Await(Reading("1", here.ReadUntil(Separators("--", "!"))));
        yield return Await(Reading("2", here.ReadUntil(Separators("--", "!"))));
        yield return Await(Reading("skipped", here.ReadExactly(66)));
        yield return Await(Reading("3", here.ReadUntil(Separators("--", "-----------------"))));
        yield return Await(Reading("4", here.ReadUntil(Many('x', 70))));
    }

    [Twin]
    public IEnumerator<Awaitable> TheEndBeyondTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write(Many('x', 70));
        there.WriteEof();
        yield return Await(Pause(4));
        yield return Await(Reading("until", here.ReadUntil("\n"u8)));
        yield return Await(Reading("part", here.ReadExactly(60)));
        yield return Await(Reading("until", here.ReadUntil("\n"u8)));
    }

    [Twin]
    public IEnumerator<Awaitable> ALastLineBeyondTheLimit()
    {
        (CoStream here, CoStream there) = Pair(Small);
        there.Write(Many('x', 70));
        there.WriteEof();
        yield return Await(Pause(4));
        yield return Await(ReadingLine(here));
        Log("at end", here.IsAtEof);
        yield return Await(Reading("line", here.ReadLine()));
    }

    [Twin]
    public IEnumerator<Awaitable> ALineThatComesInPieces()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("line", here.ReadLine());
        yield return Await(WriteParts(there, "on", "e", "\ntw"));
        yield return task;
        there.Write("o\n\n");
        yield return Await(Reading("line", here.ReadLine()));
        yield return Await(Reading("line", here.ReadLine()));
    }

    [Twin]
    public IEnumerator<Awaitable> LinesInALoop()
    {
        (CoStream here, CoStream there) = Pair();

        IEnumerator<Awaitable> Read()
        {
            StreamLineReader lines = here.ReadLines();
            while (true)
            {
                yield return lines.Next();
                if (lines.IsAtEnd)
                {
                    break;
                }

                Log("line", Said(lines.Current));
            }

            Log("over");
        }

        CoTask task = CreateTask(Read());
        foreach (string part in new[] { "one\ntwo\n", "\nthr", "ee\nfour" })
        {
            there.Write(part);
            yield return Await(Pause(4));
        }

        there.WriteEof();
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> OneReaderAfterTheOther()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask first = ReadInTask("first", here.ReadExactly(3));
        yield return Await(Pause());
        there.Write("abcdef");
        yield return Await(Pause(3));
        CoTask second = ReadInTask("second", here.ReadExactly(3));
        yield return first;
        yield return second;
    }

    [Twin]
    public IEnumerator<Awaitable> EachKindOfReadBesideAWaitingOne()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("waiting", here.ReadExactly(3));
        yield return Await(Pause());
        there.Write("a");
        yield return Await(Pause(3));
        yield return Await(Reading("exactly", here.ReadExactly(5)));
        yield return Await(Reading("until", here.ReadUntil("--"u8)));
        yield return Await(Reading("line", here.ReadLine()));
        there.Write("bc");
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> AReadGivenUpByATimeLimit()
    {
        (CoStream here, CoStream there) = Pair();

        IEnumerator<Awaitable> ReadFive()
        {
            yield return here.ReadExactly(5);
        }

        there.Write("abc");
        foreach (string name in new[] { "1", "2" })
        {
            yield return Settle(WaitFor(ReadFive(), 1), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            Log(name, "too late");
            there.Write("d");
        }

        yield return Await(Reading("all", here.ReadExactly(5)));
    }

    [Twin]
    public IEnumerator<Awaitable> ThePeerClosesWithItsLastWords()
    {
        (CoStream here, CoStream there) = Pair();
        CoTask task = ReadInTask("line", here.ReadLine());
        yield return Await(Pause());
        there.Write("bye\n");
        there.Close();
        yield return task;
        yield return Await(Reading("rest", here.ReadToEnd()));
        Log("closing", here.IsClosing, "at end", here.IsAtEof);
        here.Write("anybody?");
        here.Close();
        yield return Await(Pause(4));
        Log("closing", here.IsClosing);
    }

    [Twin]
    public IEnumerator<Awaitable> BothSidesClose()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write("from here");
        there.Write("from there");
        yield return Await(Pause(4));
        here.Close();
        there.Close();
        yield return here.WaitClosed();
        yield return there.WaitClosed();
        yield return Await(Reading("here", here.ReadToEnd()));
        yield return Await(Reading("there", there.ReadToEnd()));
    }

    [Twin]
    public IEnumerator<Awaitable> AWordToEachOther()
    {
        (CoStream here, CoStream there) = Pair();

        IEnumerator<Awaitable> Answer()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Await(Reading("there", there.ReadLine()));
                there.Write("pong\n");
                yield return there.Drain();
            }
        }

        CoTask task = CreateTask(Answer());
        for (int i = 0; i < 3; i++)
        {
            here.Write("ping\n");
            yield return Await(Reading("here", here.ReadLine()));
        }

        yield return task;
    }
}
