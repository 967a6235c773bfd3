using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Sockets: readiness, order, cancels. Rules 1 and 6.</summary>
public sealed class SocketsTwins : Twins<SocketsTwins>
{
    private static readonly byte[] _data = [1, 2, 3, 4];

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static IEnumerator<Awaitable> ReceiveInTask(Socket socket)
    {
        yield return Receive(socket, new byte[10]).Into(out Awaitable<int> received);
        yield return Return(received.Result);
    }

    private IEnumerator<Awaitable> LogCancel(CoTask task)
    {
        yield return Settle(task, out Outcome outcome, includeCancellation: true);
        Log("caught", outcome.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ReadableWithDataWaiting()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            there.Send(_data);
            Log("before");
            yield return Readable(here);
            Log("readable");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> WritableAtOnce()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            Log("before");
            yield return Writable(here);
            Log("writable");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ReadableIsLevelTriggered()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            there.Send("xyz"u8);
            for (int i = 0; i < 3; i++)
            {
                yield return Readable(here);
                Log("read", here.Receive(new byte[1]));
            }
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ReaderBeforeWriter()
    {
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> WaitFor(string name, Awaitable ready)
        {
            yield return ready;
            Log(name);
        }

        using (here)
        using (there)
        {
            there.Send(_data);
            CoTask writer = CreateTask(WaitFor("writer", Writable(here)));
            CoTask reader = CreateTask(WaitFor("reader", Readable(here)));
            yield return writer;
            yield return reader;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ReadyThenIoThenTimers()
    {
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> Body()
        {
            yield return Readable(here);
            Log("task after the socket");
        }

        using (here)
        using (there)
        {
            there.Send(_data);
            CoTask task = CreateTask(Body());
            yield return Sleep(0);
            Scheduler loop = Loop;
            loop.CallLater(0, () => loop.CallSoon(() => Log("after the timer")));
            loop.CallSoon(() => loop.CallSoon(() => Log("after the callback")));
            yield return task;
            yield return Await(Pause());
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvInPieces()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            there.Send("abcdef"u8);
            foreach (int size in new[] { 1, 2, 10 })
            {
                yield return Receive(here, new byte[size]).Into(out Awaitable<int> received);
                Log("received", received.Result);
            }
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvWaitsWithoutMovingTime()
    {
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> Sender()
        {
            yield return Sleep(5);
            Log("sending");
            there.Send(_data);
        }

        using (here)
        using (there)
        {
            CreateTask(Sender());
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> TwoSidesTalk()
    {
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> Echo()
        {
            byte[] buffer = new byte[100];
            for (int i = 0; i < 3; i++)
            {
                yield return Receive(there, buffer).Into(out Awaitable<int> received);
                yield return Send(there, buffer.AsMemory(0, received.Result));
            }
        }

        using (here)
        using (there)
        {
            CoTask task = CreateTask(Echo());
            for (int n = 1; n < 4; n++)
            {
                yield return Send(here, new byte[n]);
                yield return Receive(here, new byte[100]).Into(out Awaitable<int> received);
                Log("echoed", received.Result);
            }

            yield return task;
            Log("end");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvIsCancelledAndNoDataIsLost()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            CoTask task = CreateTask(ReceiveInTask(here));
            yield return Await(Pause());
            task.Cancel("enough");
            yield return Await(LogCancel(task));
            there.Send(_data);
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvIsCancelledWhileDataComes()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            CoTask task = CreateTask(ReceiveInTask(here));
            yield return Await(Pause());
            there.Send(_data);
            task.Cancel("just now");
            yield return Await(LogCancel(task));
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> EndOfTheStreamWakesTheReader()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        {
            CoTask<int> task = CreateTask<int>(ReceiveInTask(here));
            yield return Await(Pause());
            there.Dispose();
            yield return task;
            Log("received", task.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AcceptIsCancelled()
    {
        using Socket listener = Listen();

        IEnumerator<Awaitable> Body()
        {
            yield return Accept(listener);
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel();
        yield return Await(LogCancel(task));
    }

    [Twin]
    public IEnumerator<Awaitable> ConnectAndAccept()
    {
        using Socket listener = Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        yield return Connect(client, listener.LocalEndPoint!);
        yield return Accept(listener).Into(out Awaitable<Socket> connection);
        using (connection.Result)
        {
            yield return Send(client, _data.AsMemory());
            yield return Receive(connection.Result, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ConnectToNobody()
    {
        EndPoint address;
        using (Socket listener = Listen())
        {
            address = listener.LocalEndPoint!;
        }

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        yield return Settle(Connect(client, address), out Outcome outcome);
        Log("caught", Kind(outcome.Exception));
    }

    [Twin]
    public void SendOfMoreThanFits()
    {
        const int Total = 4_000_000;
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> Drain()
        {
            byte[] buffer = new byte[1_000_000];
            for (int left = Total; left > 0;)
            {
                yield return Receive(there, buffer).Into(out Awaitable<int> received);
                left -= received.Result;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(Drain());
            yield return Send(here, new byte[Total]);
            yield return task;
        }

        // How often it has to wait is up to the system.
        using (here)
        using (there)
        {
            Scheduler.Run(Main(), Options());
        }

        Log("all received");
    }

    [Twin]
    public void PostedDuringAWaitRunsBeforeWhatIsReadable()
    {
        (Socket here, Socket there) = SocketPair();

        IEnumerator<Awaitable> Main()
        {
            Loop.CallLater(1, () => Log("timer"));
            yield return Readable(here);
            Log("readable");
        }

        using (here)
        using (there)
        {
            using Scheduler own = NewSchedulerThatWaits(own =>
            {
                there.Send("x"u8);
                own.CallSoonThreadsafe(() => Log("posted"));
            });
            own.RunUntilComplete(Main());
        }
    }
}
