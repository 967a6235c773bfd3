using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(16)]
public sealed class StoreTests
{
    private readonly Lab _lab = new();
    private readonly Dictionary<string, byte[]> _things = [];

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Put_ThenGet_GivesItBack()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoTask serving) = Connect();
            client.Write("put tea 3\nhot");
            yield return Await(Expect(client, "stored\n", "The line `put tea 3` says that 3 bytes follow. Read them, keep them, and answer `stored`."));
            _things.ShouldContainKey("tea", "The bytes have to be in `things`, under the name of the command.");
            client.Write("get tea\n");
            yield return Await(Expect(client, "value 3\nhot", "`get tea` is answered with the line `value 3`, and the bytes behind it."));
            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(2)]
    public void Get_OfNothing_And_Nonsense_AreAnswered_AndTheServerGoesOn()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoTask serving) = Connect();
            client.Write("get tea\n");
            yield return Await(Expect(client, "none\n", "There is no tea: the answer is `none`."));
            foreach (string nonsense in new[] { "dance", "get", "put tea", "put tea hot", "put tea -1", "" })
            {
                client.Write(nonsense + "\n");
                yield return Await(Expect(client, "what?\n", $"\"{nonsense}\" is no command: the answer is `what?`, and the next line is the next command."));
            }

            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(3)]
    public void Bytes_MayBeOfAnyKind()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            const string LookAt = "The bytes of a thing may look like a line, or like a command. ReadExactly does not look at them.";
            byte[] bytes = [.. "get x\n"u8, 0, 255, 10, 13];
            (CoStream client, CoTask serving) = Connect();
            client.Write($"put x {bytes.Length}\n");
            client.Write(bytes);
            client.Write("put nothing 0\n");
            yield return Await(Expect(client, "stored\nstored\n", LookAt));
            client.Write("get nothing\n");
            yield return Await(Expect(client, "value 0\n", "A thing may have no bytes at all."));
            client.Write("get x\n");
            yield return Await(Expect(client, $"value {bytes.Length}\n", LookAt));
            yield return Settle(WaitFor(client.ReadExactly(bytes.Length), 1), out var received);
            Expected.True(received.Exception is null && received.Result.SequenceEqual(bytes), $"What was put has to come back, byte by byte. {LookAt}");
            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(4)]
    public void Commands_InPieces_OrAllAtOnce_AreTheSame()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            const string Commands = "put a 4\nA\nA\nget a\nget b\nput b 1\nBget b\n";
            const string Answers = "stored\nvalue 4\nA\nA\nnone\nstored\nvalue 1\nB";
            (CoStream client, CoTask serving) = Connect();
            client.Write(Commands);
            yield return Await(Expect(client, Answers, "The client may send several commands without waiting for an answer: they are answered in order."));
            yield return Await(HangUp(client, serving));

            _things.Clear();
            (client, serving) = Connect();
            foreach (char letter in Commands)
            {
                client.Write($"{letter}");
                yield return Sleep(0.1);
            }

            yield return Await(Expect(client, Answers, "Now each byte has come alone, and the answers have to be the same."));
            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(5)]
    public void End_OfTheClient_EndsServe_WhereverItComes()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (string said in new[] { "", "put tea 3\nhot", "put milk 10\nhalf", "put milk 1\n" })
            {
                (CoStream client, CoTask serving) = Connect();
                client.Write(said);
                client.WriteEof();
                yield return Sleep(1);
                string what = said.Replace("\n", "\\n", StringComparison.Ordinal);
                Expected.True(serving.IsDone, $"The client has sent \"{what}\" and ends there, so Serve ends too, at once: ReadLine gives null then.");
                Expected.True(
                    serving.Exception is null,
                    $"The client has sent \"{what}\" and ends there. That is no error, and Serve has failed with {serving.Exception?.GetType().Name}.");
                client.Close();
            }

            Expected.True(_things.Keys.SequenceEqual(["tea"]), "A client that ends before all bytes have come has put nothing.");
        }
    }

    [Test, Order(6)]
    public void Silence_EndsAfterAMinute_WithGoodBye()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoTask serving) = Connect();
            yield return Sleep(50);
            client.Write("get tea\n");
            yield return Await(Expect(client, "none\n", "After 50 seconds of silence a command is still in time."));
            yield return Sleep(58);
            Expected.False(serving.IsDone, "The 60 seconds begin anew with each command.");
            client.Write("get t");
            yield return Settle(WaitFor(client.ReadToEnd(), 100), out var rest);
            Expected.True(rest.IsSuccess, "The client has sent no whole line for 60 seconds, and still Serve waits: put a time limit around ReadLine.");
            Encoding.UTF8.GetString(rest.Result).ShouldBe("bye\n", "The client has sent no whole line for 60 seconds: that is answered with `bye`.");
            Scheduler.Current.Time.ShouldBe(110, 2, "The last command was answered at 50 s, so `bye` is due at 110 s.");
            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(7)]
    public void Client_ThatDoesNotRead_IsNotAnsweredMore()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            const int Size = 100_000;
            const int Times = 100;
            _things["large"] = new byte[Size];
            (CoStream client, CoStream server) = CoStream.CreatePair();
            CoTask serving = CreateTask(ServeAndClose(server));
            client.Write(string.Concat(Enumerable.Repeat("get large\n", Times)));
            yield return Sleep(1);
            Expected.True(
                server.WriteBufferSize < 10 * Size,
                $"The client has asked {Times} times for {Size} bytes, and reads nothing: {server.WriteBufferSize} bytes wait for it. "
                + "After each answer, wait until the client takes what is written: `yield return stream.Drain();`.");
            long length = Times * ($"value {Size}\n".Length + (long)Size);
            yield return Settle(WaitFor(client.ReadExactly((int)length), 1), out var all);
            Expected.True(all.IsSuccess, "Now the client reads, and all answers have to come.");
            yield return Await(HangUp(client, serving));
        }
    }

    [Test, Order(8)]
    public void Clients_ShareTheStore_AndDoNotWaitForEachOther()
    {
        _lab.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream first, CoTask servingFirst) = Connect();
            (CoStream second, CoTask servingSecond) = Connect();
            first.Write("put tea 3\nho");
            yield return Sleep(1);
            second.Write("get tea\n");
            yield return Await(Expect(second, "none\n", "The first client has not sent all bytes yet: there is no tea so far, and nobody waits for it."));
            first.Write("t");
            yield return Await(Expect(first, "stored\n", "Now all bytes have come."));
            second.Write("get tea\n");
            yield return Await(Expect(second, "value 3\nhot", "What one client has put, the other one gets."));
            yield return Await(HangUp(first, servingFirst));
            yield return Await(HangUp(second, servingSecond));
        }
    }

    private (CoStream Client, CoTask Serving) Connect()
    {
        (CoStream client, CoStream server) = CoStream.CreatePair();
        return (client, CreateTask(ServeAndClose(server)));
    }

    // As a server does it.
    private IEnumerator<Awaitable> ServeAndClose(CoStream stream)
    {
        using (stream)
        {
            yield return Await(Store.Serve(stream, _things));
        }
    }

    private static IEnumerator<Awaitable> Expect(CoStream client, string answer, string lookAt)
    {
        int length = Encoding.UTF8.GetByteCount(answer);
        yield return Settle(WaitFor(client.Peek(length), 1), out var arrived);
        if (arrived.Exception is SocketException)
        {
            throw new ShouldAssertException($"The server has closed the connection. {lookAt}");
        }

        if (!arrived.IsSuccess)
        {
            // Too little has come: this shows what there is.
            yield return Settle(client.Peek(0), out arrived);
        }

        int count = Math.Min(length, arrived.Result.Length);
        Encoding.UTF8.GetString(arrived.Result.Span[..count]).ShouldBe(answer, lookAt);
        client.Advance(count);
    }

    private static IEnumerator<Awaitable> HangUp(CoStream client, CoTask serving)
    {
        client.WriteEof();
        yield return Settle(WaitFor(client.ReadToEnd(), 1), out var rest);
        Expected.True(rest.IsSuccess, "The client sends no more, and still Serve goes on. ReadLine gives null then: end.");
        Encoding.UTF8.GetString(rest.Result).ShouldBe("", "The server has sent more than it was asked for.");
        yield return Settle(serving, out var end);
        Expected.True(end.Exception is null, $"Serve has failed with {end.Exception?.GetType().Name}: {end.Exception?.Message}");
        client.Close();
    }
}
