using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

// Callbacks, contexts, names, threads, .NET tasks and sockets.
internal sealed partial class HandedIn
{
    private IEnumerator<Awaitable> Callbacks()
    {
        object closure = Tracked();
        Scheduler scheduler = Scheduler.Current;
        tracker.Keep(scheduler.CallSoon(tracker.Track<Action>(() => GC.KeepAlive(closure))));
        tracker.Keep(scheduler.CallLater(0.001, tracker.Track<Action>(() => GC.KeepAlive(closure))));
        tracker.Keep(scheduler.CallSoonThreadsafe(tracker.Track<Action>(() => GC.KeepAlive(closure))));
        scheduler.CallSoon(tracker.Track<Action>(() => throw tracker.Track(new IOException(closure.ToString()))));
        yield return Sleep(0.01);
    }

    private IEnumerator<Awaitable> CancelledCallbacks()
    {
        object closure = Tracked();
        Scheduler scheduler = Scheduler.Current;
        Handle[] handles =
        [
            scheduler.CallSoon(tracker.Track<Action>(() => GC.KeepAlive(closure))),
            scheduler.CallLater(1000, tracker.Track<Action>(() => GC.KeepAlive(closure))),
            scheduler.CallAt(5000, tracker.Track<Action>(() => GC.KeepAlive(closure))),
        ];
        foreach (Handle handle in handles)
        {
            handle.Cancel();
        }

        yield return null;
    }

    private IEnumerator<Awaitable> Contexts()
    {
        object? before = _local.Value;
        _local.Value = Tracked();
        CoTask task = CreateTask(Inner());
        Scheduler.Current.CallSoon(() => _local.Value = Tracked());
        Scheduler.Current.CallLater(1000, () => { }).Cancel();
        _local.Value = before;
        yield return task;
        yield return null;

        IEnumerator<Awaitable> Inner()
        {
            yield return null;
            _local.Value = Tracked();
            yield return Sleep(0.001);
            yield return ToThread(() => GC.KeepAlive(_local.Value));
        }
    }

    private IEnumerator<Awaitable> FailingContexts()
    {
        yield return Settle(CreateTask(Inner()), out _);

        IEnumerator<Awaitable> Inner()
        {
            _local.Value = Tracked();
            yield return null;
            throw tracker.Track(new IOException("in a context"));
        }
    }

    private IEnumerator<Awaitable> Names()
    {
        yield return CreateTask(Waits(Tracked()), tracker.Track(new string('a', 3)));
        var gate = new CoLock(tracker.Track(new string('b', 3)));
        yield return gate.Acquire();
        yield return new Future { Name = tracker.Track(new string('c', 3)) } is var future && Done(future) ? future : null;

        static bool Done(Future future)
        {
            future.SetResult();
            return true;
        }
    }

    private IEnumerator<Awaitable> Threads()
    {
        object closure = Tracked();
        yield return ToThread(tracker.Track<Func<object>>(() => { GC.KeepAlive(closure); return Tracked(); })).Into(out var got);
        GC.KeepAlive(got.Result);
        yield return Settle(ToThread(tracker.Track<Action>(() => throw tracker.Track(new IOException(closure.ToString())))), out _);
        yield return RunInExecutor(_pool, tracker.Track<Func<object>>(() => { GC.KeepAlive(closure); return Tracked(); }));
        using var go = new ManualResetEventSlim();
        var blocking = RunInExecutor(_pool, go.Wait);
        var waiting = CreateTask(Hold(Tracked(), RunInExecutor(_pool, tracker.Track<Action>(() => GC.KeepAlive(closure)))));
        yield return null;
        waiting.Cancel();
        yield return Settle(waiting, out _, includeCancellation: true);
        go.Set();
        yield return blocking;
    }

    private IEnumerator<Awaitable> DotNetTasks()
    {
        var source = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        Scheduler.Current.CallSoon(() => source.SetResult(Tracked()));
        yield return Await(source.Task);
        var never = new TaskCompletionSource();
        tracker.Keep(never);
        CoTask task = tracker.Track(CreateTask(Hold(Tracked(), Await(never.Task))));
        yield return null;
        task.Cancel();
        yield return Settle(task, out _, includeCancellation: true);
        var failing = tracker.Track(new TaskCompletionSource());
        Scheduler.Current.CallSoon(() => failing.SetException(tracker.Track(new IOException())));
        yield return Settle(Await(failing.Task), out _);
        var bridged = CreateTask<object>(Answer(Tracked()));
        Task<object> bridge = bridged.AsTask();
        yield return bridged;
        GC.KeepAlive(bridge);
    }

    private IEnumerator<Awaitable> Submitted()
    {
        Scheduler scheduler = Scheduler.Current;
        Task<object> one = null!;
        var thread = new Thread(() => one = scheduler.RunCoroutineThreadsafe<object>(tracker.Track(Answer(Tracked())), _source.Token));
        thread.Start();
        thread.Join();
        yield return Await(one);
    }

    private IEnumerator<Awaitable> Posted()
    {
        Scheduler scheduler = Scheduler.Current;
        var thread = new Thread(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                object closure = Tracked();
                scheduler.CallSoonThreadsafe(tracker.Track<Action>(() => GC.KeepAlive(closure)));
            }
        });
        thread.Start();
        thread.Join();
        yield return null;
        yield return null;
    }

    private IEnumerator<Awaitable> Sockets()
    {
        using Socket listener = tracker.Track(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using Socket client = tracker.Track(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
        CoTask connect = CreateTask(Hold(Tracked(), Connect(client, listener.LocalEndPoint!)));
        yield return Accept(listener).Into(out var accepted);
        yield return connect;
        using Socket server = tracker.Track(accepted.Result);
        server.Blocking = false;
        byte[] data = tracker.Track(new byte[4]);
        CoTask receive = CreateTask(Hold(Tracked(), Receive(server, data)));
        yield return null;
        yield return Writable(client);
        yield return Send(client, data);
        yield return receive;
        CoTask waiting = CreateTask(Hold(Tracked(), Readable(server)));
        yield return null;
        yield return Send(client, data);
        yield return waiting;
    }

    private IEnumerator<Awaitable> GivenUpSocket()
    {
        using Socket udp = tracker.Track(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false });
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        CoTask waiting = tracker.Track(CreateTask(Hold(Tracked(), Readable(udp))));
        yield return null;
        yield return null;
        waiting.Cancel();
        yield return Settle(waiting, out _, includeCancellation: true);
        CoTask closed = tracker.Track(CreateTask(Hold(Tracked(), Readable(udp))));
        yield return null;
        yield return null;
        udp.Dispose();
        yield return Settle(WaitFor(closed, 1), out _, includeCancellation: true);
    }
}
