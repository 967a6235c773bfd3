using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// Readable and Writable.
internal abstract partial class SocketOperationContract
{
    [Test]
    public void Readable_DataIsThereAlready_StillSuspends()
    {
        (Socket near, Socket far) = Pair();
        far.Send([1]);
        WaitForInput(near);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            bool wentOn = false;
            Scheduler.Current.CallSoon(() => wentOn = true);
            yield return Readable(near);
            wentOn.ShouldBeTrue();
            near.Available.ShouldBe(1);
        }
    }

    [Test]
    public void Readable_SeveralWait_AllAreResumedInOrder()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());
        _trace.ShouldBe(["first", "second", "third"]);

        IEnumerator<Awaitable> Main()
        {
            CoTask[] waiting = [.. new[] { "first", "second", "third" }.Select(name => CreateTask(Wait(Readable(near), name)))];
            yield return Sleep(1);
            _trace.ShouldBeEmpty();
            far.Send([1]);
            foreach (CoTask task in waiting)
            {
                yield return task;
            }
        }
    }

    [Test]
    public void Readable_TheOtherSideHasEnded_IsReady()
    {
        (Socket near, Socket far) = Pair();
        far.Dispose();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Readable(near);
            near.Receive(new byte[1]).ShouldBe(0);
        }
    }

    [Test]
    public void Readable_ABlockingSocket_StaysOne()
    {
        (Socket near, Socket far) = Pair();
        near.Blocking = true;
        far.Send([1]);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Readable(near);
            near.Blocking.ShouldBeTrue();
        }
    }

    [Test]
    public void Writable_ThereIsRoom_IsReady()
    {
        (Socket near, _) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Writable(near);
        }
    }

    [Test]
    public void Writable_Full_WaitsUntilTheOtherSideHasRead()
    {
        (Socket near, Socket far) = Pair();
        Fill(near);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask waiting = CreateTask(Wait(Writable(near), "room"));
            yield return Sleep(1);
            waiting.IsDone.ShouldBeFalse();
            yield return Await(Drain(far, waiting));
        }
    }

    // Rule 6.
    [Test]
    public void ReadableAndWritable_BothReady_TheReaderGoesFirst()
    {
        (Socket near, Socket far) = Pair();
        far.Send([1]);
        WaitForInput(near);
        Run(Main());
        _trace.ShouldBe(["reader", "writer"]);

        IEnumerator<Awaitable> Main()
        {
            CoTask writer = CreateTask(Wait(Writable(near), "writer"));
            CoTask reader = CreateTask(Wait(Readable(near), "reader"));
            yield return writer;
            yield return reader;
        }
    }

    [Test]
    public void Readable_Cancelled_LeavesNoWatch()
    {
        (Socket near, _) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask waiting = CreateTask(Wait(Readable(near), "never"));
            yield return Sleep(1);
            waiting.Cancel();
            yield return Settle(waiting, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }
    }

    [Test]
    public void Readable_OfAWaiterThatIsCancelled_LeavesTheWriterItsWatch()
    {
        (Socket near, Socket far) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask reader = CreateTask(Wait(Readable(near), "never"));
            CoTask writer = CreateTask(Wait(Writable(near), "room"));
            yield return Sleep(1);
            reader.Cancel();
            yield return Await(Drain(far, writer));

            reader.IsCancelled.ShouldBeTrue();
        }
    }

    [Test]
    public void ReadableAndWritable_DisposedWhileTheyWait_BothFail()
    {
        (Socket near, _) = Pair();
        Fill(near);
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask reader = CreateTask(Wait(Readable(near), "never"));
            CoTask writer = CreateTask(Wait(Writable(near), "never"));
            yield return Sleep(1);
            near.Dispose();
            yield return Settle(reader, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
            yield return Settle(writer, out outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    // The descriptor's number goes to the next socket that is opened; its waiters must not be taken for the old one's.
    [Test]
    public void Readable_SocketThatGotTheNumberOfAClosedOne_IsWatchedByItself()
    {
        (Socket near, _) = Pair();
        RunAndLeaveNoWatch(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask old = CreateTask(Wait(Readable(near), "never"));
            yield return Sleep(1);
            near.Dispose();
            (Socket next, Socket far) = Pair();
            CoTask young = CreateTask(Wait(Readable(next), "next"));
            yield return Settle(old, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<ObjectDisposedException>();
            young.IsDone.ShouldBeFalse();

            far.Send([1]);
            yield return young;
        }
    }

    [Test]
    public void Readable_UsedAgainAfterItsEnd_WaitsAgain()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable readable = Readable(near);
            far.Send([1]);
            yield return readable;
            near.Receive(new byte[1]);

            CoTask second = CreateTask(Wait(readable, "again"));
            yield return Sleep(1);
            second.IsDone.ShouldBeFalse();
            far.Send([1]);
            yield return second;
        }
    }

    [Test]
    public void Readable_AwaitedByTwoAtOnce_IsAnErrorForTheSecond()
    {
        (Socket near, Socket far) = Pair();
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable readable = Readable(near);
            CoTask first = CreateTask(Wait(readable, "first"));
            CoTask second = CreateTask(Wait(readable, "second"));
            yield return Settle(second, out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>();

            far.Send([1]);
            yield return first;
        }
    }

    private IEnumerator<Awaitable> Wait(Awaitable awaitable, string name)
    {
        yield return awaitable;
        _trace.Add(name);
    }
}
