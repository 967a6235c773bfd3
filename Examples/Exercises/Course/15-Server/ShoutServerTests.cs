using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(15)]
public sealed class ShoutServerTests
{
    /// <summary>In real seconds: sockets do not wait for a virtual clock. A server that answers does so in an instant.</summary>
    private const double Patience = 2.0;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    [SetUp]
    public void Listen()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    [TearDown]
    public void Close() => _listener.Dispose();

    [Test, Order(1)]
    public void Answer_SendsBackInCapitalLetters()
    {
        Visit(Say());

        IEnumerator<Awaitable> Say()
        {
            using Socket visitor = NewSocket();
            yield return Connect(visitor, _listener.LocalEndPoint!);
            yield return Await(Exchange(visitor, "hello", "HELLO", "The server has to send the bytes back, in capital letters."));
        }
    }

    [Test, Order(2)]
    public void Answer_GoesOnUntilTheVisitorSendsNoMore()
    {
        Visit(Talk());

        IEnumerator<Awaitable> Talk()
        {
            using Socket visitor = NewSocket();
            yield return Connect(visitor, _listener.LocalEndPoint!);
            yield return Await(Exchange(visitor, "one", "ONE", "The first message has to be answered."));
            yield return Await(Exchange(visitor, "two, 2", "TWO, 2", "The second message on the same connection has to be answered too."));
            yield return Await(Exchange(visitor, "x", "X", "And so has the third: Answer needs a loop around Receive and Send."));
        }
    }

    [Test, Order(3)]
    public void Answer_WhenTheVisitorSendsNoMore_ClosesTheConnection()
    {
        Visit(Leave());

        IEnumerator<Awaitable> Leave()
        {
            using Socket visitor = NewSocket();
            yield return Connect(visitor, _listener.LocalEndPoint!);
            visitor.Shutdown(SocketShutdown.Send);
            yield return Await<string>(ReadText(
                visitor, 1, "The visitor sends no more, so the server has to close its side: dispose the connection, with `using`."))
                .Into(out var rest);
            rest.Result.ShouldBe("", "The visitor has sent nothing, so nothing has to come back.");
        }
    }

    [Test, Order(4)]
    public void Serve_WhileOneVisitorIsSilent_AnswersTheOthers()
    {
        Visit(Crowd());

        IEnumerator<Awaitable> Crowd()
        {
            using Socket silent = NewSocket();
            using Socket first = NewSocket();
            using Socket second = NewSocket();
            yield return Connect(silent, _listener.LocalEndPoint!);
            yield return Connect(first, _listener.LocalEndPoint!);
            yield return Connect(second, _listener.LocalEndPoint!);
            const string LookAt = "Another visitor is connected and says nothing. Nobody may have to wait for it: "
                + "Serve makes a task of each Answer, and accepts the next visitor at once.";
            yield return Await(Exchange(second, "second", "SECOND", LookAt));
            yield return Await(Exchange(first, "first", "FIRST", LookAt));
            yield return Await(Exchange(silent, "at last", "AT LAST", "The silent one is answered when it speaks at last."));
        }
    }

    [Test, Order(5)]
    public void Answer_OfALongMessage_SendsBackAllOfIt()
    {
        Visit(Recite());

        IEnumerator<Awaitable> Recite()
        {
            string text = string.Concat(Enumerable.Range(1, 4000).Select(i => $"line {i}, "));
            string answer = string.Concat(Enumerable.Range(1, 4000).Select(i => $"LINE {i}, "));
            using Socket visitor = NewSocket();
            yield return Connect(visitor, _listener.LocalEndPoint!);
            CoTask sending = CreateTask(SendAll(visitor, text));
            const string LookAt = "The message is longer than any buffer: it comes in pieces, and each of them has to be sent back.";
            yield return Await<string>(ReadText(visitor, text.Length, LookAt)).Into(out var received);
            Expected.True(received.Result == answer, LookAt);
            yield return sending;
        }

        static IEnumerator<Awaitable> SendAll(Socket visitor, string text)
        {
            yield return Settle(Send(visitor, Encoding.ASCII.GetBytes(text)), out _); // what comes back tells whether it has arrived
        }
    }

    [Test, Order(6)]
    public void Serve_WhenAVisitorBreaksOff_AnswersTheOthers()
    {
        Visit(BreakOff(), mayBreakOff: true);

        IEnumerator<Awaitable> BreakOff()
        {
            using Socket visitor = NewSocket();
            yield return Connect(visitor, _listener.LocalEndPoint!);
            yield return Await(Exchange(visitor, "before", "BEFORE", "This visitor has come first."));
            using (Socket rude = NewSocket())
            {
                yield return Connect(rude, _listener.LocalEndPoint!);
                yield return Await(Exchange(rude, "hey", "HEY", "This visitor breaks off after its first message."));
                rude.LingerState = new LingerOption(true, 0); // a connection that is closed so is reset, as when a machine fails
            }

            yield return Sleep(0.05);
            yield return Await(Exchange(visitor, "after", "AFTER", "Another visitor has broken off. That is no matter for this one."));
        }
    }

    /// <summary>
    /// Runs the visitors beside the server, which has to be running still when they have gone, while all others have ended.
    /// </summary>
    private void Visit(IEnumerator<Awaitable> visitors, bool mayBreakOff = false)
    {
        List<string> lost = [];
        try
        {
            Scheduler.Run(Main(), new SchedulerOptions { ExceptionHandler = Note });
        }
        catch (ShouldAssertException failure)
        {
            // No filter: only at the end of the run is it known what nobody has looked at.
            throw lost.Count == 0 ? failure : new ShouldAssertException($"{failure.Message}\n\n{Describe()}");
        }

        if (lost.Count > 0)
        {
            throw new ShouldAssertException($"The visitors got their answers, and yet something is wrong. {Describe()}");
        }

        string Describe() => $"A task that nobody awaits has failed:\n{string.Join('\n', lost)}";

        void Note(ExceptionContext report)
        {
            if (!(mayBreakOff && report.Exception is SocketException))
            {
                lost.Add($"{report.Exception?.GetType().Name}: {report.Exception?.Message}");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask server = CreateTask(ShoutServer.Serve(_listener));
            yield return Sleep(0.01);
            int tasksBefore = Scheduler.Current.AllTasks().Count;
            CoTask visit = CreateTask(visitors);
            yield return Wait([server, visit], returnWhen: ReturnWhen.FirstCompleted);
            if (server.IsDone && server.Exception is { } error)
            {
                string failure = $"Serve has failed with {error.GetType().Name}: {error.Message}";
                throw new ShouldAssertException(mayBreakOff
                    ? $"A visitor has broken off. That may end its own Answer, and not the server: {failure}"
                    : failure);
            }

            Expected.False(
                server.IsDone,
                "Serve has ended. It has to accept one visitor after the other, without end: a loop around Accept.");
            yield return visit;
            yield return Settle(WaitFor(WaitUntil(() => Scheduler.Current.AllTasks().Count <= tasksBefore), Patience), out var end);
            Expected.True(
                end.IsSuccess,
                $"All visitors have gone, and still somebody answers. When `Receive` gives 0, Answer has to end.\n{Scheduler.Current.FormatTasks()}");
        }
    }

    private static IEnumerator<Awaitable> Exchange(Socket visitor, string text, string answer, string lookAt)
    {
        yield return Send(visitor, Encoding.ASCII.GetBytes(text));
        yield return Await<string>(ReadText(visitor, answer.Length, lookAt)).Into(out var received);
        received.Result.ShouldBe(answer, $"The visitor has sent \"{text}\". {lookAt}");
    }

    /// <summary>Reads so many characters, or fewer where the connection ends before, or more where more come at once.</summary>
    private static IEnumerator<Awaitable> ReadText(Socket visitor, int length, string lookAt)
    {
        byte[] buffer = new byte[length + 100];
        int received = 0;
        while (received < length)
        {
            yield return Settle<int>(WaitFor<int>(Receive(visitor, buffer.AsMemory(received)), Patience), out var outcome);
            if (outcome.Exception is { } error)
            {
                throw new ShouldAssertException(error is TimeoutException
                    ? $"No answer after {Patience} seconds. {lookAt}"
                    : $"The connection has broken off. {lookAt}");
            }

            if (outcome.Result == 0)
            {
                break;
            }

            received += outcome.Result;
        }

        yield return Return(Encoding.ASCII.GetString(buffer, 0, received));
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
