using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// Receive and Send.
internal abstract partial class SocketOperationContract
{
    [Test]
    public void Receive_DataIsThere_CostsNoIteration()
    {
        (Socket near, Socket far) = Pair();
        far.Send("abc"u8);
        WaitForInput(near);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            bool wentOn = false;
            Scheduler.Current.CallSoon(() => wentOn = true);
            var buffer = new byte[8];
            yield return Receive(near, buffer).Into(out var received);
            wentOn.ShouldBeFalse();
            buffer[..received.Result].ShouldBe("abc"u8.ToArray());
        }
    }

    [Test]
    public void Receive_NothingYet_WaitsForTheFirstBytes()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return Sleep(1);
            waiting.IsDone.ShouldBeFalse();

            far.Send("abc"u8);
            yield return waiting;
            waiting.Result.ShouldBe("abc");
        }
    }

    [Test]
    public void Receive_TheOtherSideHasEnded_GivesZero()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return null;
            far.Shutdown(SocketShutdown.Send);
            yield return waiting;
            waiting.Result.ShouldBe("");

            // And again, for as long as one asks.
            yield return Receive(near, new byte[1]).Into(out var received);
            received.Result.ShouldBe(0);
        }
    }

    [Test]
    public void Receive_ConnectionIsReset_Fails()
    {
        (Socket near, Socket far) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return null;
            Reset(far);
            yield return Settle(waiting, out var outcome);
            outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        }
    }

    [Test]
    public void Receive_Cancelled_TakesNoData()
    {
        (Socket near, Socket far) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return null;
            waiting.Cancel();
            yield return Settle(waiting, out _, includeCancellation: true);
            waiting.IsCancelled.ShouldBeTrue();

            far.Send("abc"u8);
            yield return Await<string>(ReceiveText(near)).Into(out var text);
            text.Result.ShouldBe("abc");
        }
    }

    // The socket was found ready, and the step that would have read it is queued, when the cancel comes.
    [Test]
    public void Receive_CancelledWhenTheDataHasJustArrived_TakesNoData()
    {
        (Socket near, Socket far) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            for (int delay = 0; delay < 4; delay++)
            {
                CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
                yield return null;
                far.Send("abc"u8);
                WaitForInput(near);
                for (int i = 0; i < delay; i++)
                {
                    yield return null;
                }

                waiting.Cancel();
                yield return Settle(waiting, out var outcome, includeCancellation: true);
                if (!outcome.IsCancelled)
                {
                    outcome.Result.ShouldBe("abc");
                    continue;
                }

                yield return Await<string>(ReceiveText(near)).Into(out var text);
                text.Result.ShouldBe("abc");
            }
        }
    }

    [Test]
    public void Receive_SeveralWait_AreServedInOrder()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => CreateTask<string>(ReceiveText(near)))];
            yield return null;
            for (int i = 0; i < waiting.Length; i++)
            {
                waiting.Count(task => task.IsDone).ShouldBe(i);
                far.Send(Encoding.ASCII.GetBytes($"{i}"));
                yield return waiting[i];
                waiting[i].Result.ShouldBe($"{i}");
            }
        }
    }

    [Test]
    public void Receive_OneOfSeveralIsCancelled_TheOthersKeepTheirPlaces()
    {
        (Socket near, Socket far) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => CreateTask<string>(ReceiveText(near)))];
            yield return null;
            waiting[1].Cancel();
            far.Send("a"u8);
            yield return waiting[0];
            far.Send("b"u8);
            yield return waiting[2];
            waiting.Select(task => task.IsCancelled ? "cancelled" : task.Result).ShouldBe(["a", "cancelled", "b"]);
        }
    }

    [Test]
    public void Receive_DisposedWhileItWaits_IsAnError()
    {
        (Socket near, _) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> first = CreateTask<string>(ReceiveText(near));
            CoTask<string> second = CreateTask<string>(ReceiveText(near));
            yield return null;
            near.Dispose();
            yield return Settle(first, out var outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
            yield return Settle(second, out outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    // The selector has been told of the socket by then, and waits for it.
    [Test]
    public void Receive_DisposedWhileTheSelectorWatches_IsAnError()
    {
        (Socket near, _) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask<string> waiting = CreateTask<string>(ReceiveText(near));
            yield return Sleep(1);
            yield return Sleep(1);
            near.Dispose();
            yield return Settle(waiting, out var outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    [Test]
    public void Receive_IntoNothing_GivesZeroAtOnce()
    {
        (Socket near, _) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Receive(near, Memory<byte>.Empty).Into(out var received);
            received.Result.ShouldBe(0);
        }
    }

    [Test]
    public void Send_ThereIsRoom_CostsNoIteration()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            bool wentOn = false;
            Scheduler.Current.CallSoon(() => wentOn = true);
            yield return Send(near, "abc"u8.ToArray()).Into(out var sent);
            wentOn.ShouldBeFalse();
            sent.Result.ShouldBe(3);

            yield return Await<string>(ReceiveText(far)).Into(out var text);
            text.Result.ShouldBe("abc");
        }
    }

    [Test]
    public void Send_Nothing_GivesZeroAtOnce()
    {
        (Socket near, _) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Send(near, ReadOnlyMemory<byte>.Empty).Into(out var sent);
            sent.Result.ShouldBe(0);
        }
    }

    [Test]
    public void Send_TenMegabytesToASlowReader_AllArriveInOrder()
    {
        (Socket near, Socket far) = Pair();
        var data = new byte[10 * 1024 * 1024];
        new Random(1).NextBytes(data);
        var arrived = new byte[data.Length];
        RunAndLeaveNoWatch(Main());
        arrived.AsSpan().SequenceEqual(data).ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            CoTask<int> sending = CreateTask<int>(SendAll());
            yield return Sleep(1);
            sending.IsDone.ShouldBeFalse();

            for (int length = 0; length < arrived.Length;)
            {
                yield return Receive(far, arrived.AsMemory(length, Math.Min(100_000, arrived.Length - length))).Into(out var received);
                length += received.Result;
                yield return Sleep(0.01);
            }

            yield return sending;
            sending.Result.ShouldBe(data.Length);
        }

        IEnumerator<Awaitable> SendAll()
        {
            yield return Send(near, data).Into(out var sent);
            yield return Return(sent.Result);
        }
    }

    [Test]
    public void Send_CancelledWhileItWaits_LeavesNoWatch()
    {
        (Socket near, _) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask sending = CreateTask(SendBytes(near, 4_000_000));
            yield return Sleep(1);
            sending.Cancel();
            yield return Settle(sending, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }
    }

    [Test]
    public void Send_ConnectionIsResetWhileItWaits_Fails()
    {
        (Socket near, Socket far) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask sending = CreateTask(SendBytes(near, 4_000_000));
            yield return Sleep(1);
            Reset(far);
            yield return Settle(sending, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<SocketException>();
        }
    }

    [Test]
    public void Send_DisposedWhileItWaits_IsAnError()
    {
        (Socket near, _) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask sending = CreateTask(SendBytes(near, 4_000_000));
            yield return Sleep(1);
            near.Dispose();
            yield return Settle(sending, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    // Reading and writing the same socket at the same time, as two tasks of a protocol do.
    [Test]
    public void ReceiveAndSend_OnOneSocket_WaitIndependently()
    {
        (Socket near, Socket far) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask sending = CreateTask(SendBytes(near, 4_000_000));
            CoTask<string> receiving = CreateTask<string>(ReceiveText(near));
            yield return Sleep(1);
            far.Send("abc"u8);
            yield return receiving;
            receiving.Result.ShouldBe("abc");
            sending.IsDone.ShouldBeFalse();
            yield return Await(Drain(far, sending));

            yield return sending;
        }
    }

    // It never waits for more: when the task is about to get on, there may be nothing more to come.
    private static IEnumerator<Awaitable> Drain(Socket far, CoTask other)
    {
        var buffer = new byte[1024 * 1024];
        while (!other.IsDone)
        {
            if (far.Available > 0)
            {
                yield return Receive(far, buffer);
            }

            yield return null;
        }
    }

    private static IEnumerator<Awaitable> SendBytes(Socket socket, int count)
    {
        yield return Send(socket, new byte[count]);
    }

    private static IEnumerator<Awaitable> ReceiveText(Socket socket)
    {
        var buffer = new byte[64];
        yield return Receive(socket, buffer).Into(out var received);
        yield return Return(Encoding.ASCII.GetString(buffer, 0, received.Result));
    }
}
