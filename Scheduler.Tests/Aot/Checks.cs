using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Aot;

/// <summary>Short programs from all parts of the library, each of which returns whether all was as it should be.</summary>
internal sealed class Checks
{
    private readonly AsyncLocal<string> _local = new();

    internal int Passed { get; private set; }

    internal int Failed { get; private set; }

    internal void RunAll()
    {
        Check("sleep", Slept());
        Check("gather", Gathered());
        Check("settle", Settled());
        Check("try", Tried());
        Check("defer", Deferred());
        Check("cancel", Cancelled());
        Check("timeout", TimedOut());
        Check("group", Grouped());
        Check("queue", Queued());
        Check("lock", Locked());
        Check("context", InContexts());
        Check("stack", HasLogicalStack());
        Check("wait until", Waited());
        Check("first of", FirstSignal());
        Check("streams", Streamed());
        Check("thread", OnThread(), isReal: true);
        Check("task", OfDotNet(), isReal: true);
        Check("server", Served(), isReal: true);
        Check("process", Processed(), isReal: true);
        Check("names", LookedUp(), isReal: true);
        Check("tick", Ticked);
        Check("deadlock", IsDeadlockTold);
    }

    private void Check(string name, IEnumerator<Awaitable> main, bool isReal = false) =>
        Check(name, () => Scheduler.Run<bool>(main, isReal ? new SchedulerOptions() : new SchedulerOptions { TimeProvider = new VirtualClock() }));

    private void Check(string name, Func<bool> holds)
    {
        string? fault;
        try
        {
            fault = holds() ? null : "does not hold";
        }
        catch (Exception exception)
        {
            fault = exception.ToString();
        }

        Passed += fault is null ? 1 : 0;
        Failed += fault is null ? 0 : 1;
        if (fault is not null)
        {
            Console.WriteLine($"{name}: {fault}");
        }
    }

    private static IEnumerator<Awaitable> Slept()
    {
        yield return Sleep(3600);
        yield return Return(Scheduler.Current.Time == 3600);
    }

    private static IEnumerator<Awaitable> Gathered()
    {
        yield return Gather<int>(Number(1), Number(2)).Into(out var both);
        yield return Return(both.Result is [1, 2]);
    }

    private static IEnumerator<Awaitable> Settled()
    {
        yield return Settle(Failing(), out var outcome);
        yield return Return(outcome.Exception is IOException);
    }

    private static IEnumerator<Awaitable> Tried()
    {
        string heard = "";
        yield return Try(Failing()).Catch<IOException>(e => heard += e.Message).Finally(() => heard += "!");
        yield return Return(heard == "lost!");
    }

    private static IEnumerator<Awaitable> Deferred()
    {
        List<string> order = [];
        yield return Await(Body());
        yield return Return(order is ["body", "second", "first"]);

        IEnumerator<Awaitable> Body()
        {
            Defer(() => order.Add("first"));
            Defer(() => order.Add("second"));
            yield return null;
            order.Add("body");
        }
    }

    private static IEnumerator<Awaitable> Cancelled()
    {
        CoTask task = CreateTask(Sleeping());
        yield return null;
        task.Cancel("enough");
        yield return Settle(task, out var outcome, includeCancellation: true);
        yield return Return(outcome.IsCancelled && outcome.Exception!.Message == "enough");
    }

    private static IEnumerator<Awaitable> TimedOut()
    {
        yield return Settle(WaitFor(Sleeping(), 1.0), out var outcome);
        yield return Return(outcome.Exception is TimeoutException);
    }

    private static IEnumerator<Awaitable> Grouped()
    {
        var group = new TaskGroup();
        CoTask<int> one = group.CreateTask<int>(Number(1));
        CoTask<int> two = group.CreateTask<int>(Number(2));
        yield return group;
        yield return Return(one.Result + two.Result == 3);
    }

    private static IEnumerator<Awaitable> Queued()
    {
        var queue = new CoQueue<string>(1);
        CreateTask(Fill());
        yield return queue.Get().Into(out var first);
        yield return queue.Get().Into(out var second);
        yield return Return(first.Result + second.Result == "ab");

        IEnumerator<Awaitable> Fill()
        {
            yield return queue.Put("a");
            yield return queue.Put("b");
        }
    }

    private static IEnumerator<Awaitable> Locked()
    {
        var gate = new CoLock();
        yield return gate.Acquire().Into(out var held);
        using (held.Result)
        {
            if (!gate.IsLocked)
            {
                yield return Return(false);
            }
        }

        yield return Return(!gate.IsLocked);
    }

    private IEnumerator<Awaitable> InContexts()
    {
        _local.Value = "outer";
        yield return CreateTask(Inner());
        yield return Return(_local.Value == "outer");

        IEnumerator<Awaitable> Inner()
        {
            _local.Value = "inner";
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> HasLogicalStack()
    {
        yield return Settle(Failing(), out var outcome);
        yield return Return(outcome.Exception!.GetLogicalStack()!.ToString().Contains("Failing", StringComparison.Ordinal));
    }

    private static IEnumerator<Awaitable> Waited()
    {
        bool isSet = false;
        Scheduler.Current.CallLater(1.0, () => isSet = true);
        yield return WaitUntil(() => isSet);
        yield return Return(true);
    }

    private static IEnumerator<Awaitable> FirstSignal()
    {
        var signal = new CoSignal<int>();
        Scheduler.Current.CallLater(1.0, () => signal.Emit(5));
        yield return signal.Next().Into(out var got);
        yield return Return(got.Result == 5);
    }

    private static IEnumerator<Awaitable> Streamed()
    {
        (CoStream near, CoStream far) = CoStream.CreatePair();
        near.Write("hello\n");
        yield return far.ReadLine().Into(out var line);
        near.Close();
        far.Close();
        yield return Return(line.Result == "hello");
    }

    private static IEnumerator<Awaitable> OnThread()
    {
        yield return ToThread(() => Environment.CurrentManagedThreadId).Into(out var other);
        yield return Return(other.Result != Environment.CurrentManagedThreadId);
    }

    private static IEnumerator<Awaitable> OfDotNet()
    {
        yield return Await(token => Task.FromResult(5)).Into(out var five);
        yield return Return(five.Result == 5);
    }

    private static IEnumerator<Awaitable> Served()
    {
        yield return StartServer(Echo, "127.0.0.1", 0).Into(out var server);
        yield return OpenConnection("127.0.0.1", ((IPEndPoint)server.Result.EndPoints[0]).Port).Into(out var client);
        client.Result.Write("over there\n");
        yield return client.Result.ReadLine().Into(out var line);
        client.Result.Close();
        server.Result.Close();
        yield return Return(line.Result == "over there");
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        yield return stream.ReadLine().Into(out var line);
        stream.Write(line.Result + "\n");
        yield return stream.Drain();
    }

    private static IEnumerator<Awaitable> Processed()
    {
        yield return CreateSubprocessShell("echo from there").Into(out var process);
        yield return process.Result.Communicate().Into(out var said);
        yield return Return(Encoding.UTF8.GetString(said.Result.Output).Trim() == "from there");
    }

    private static IEnumerator<Awaitable> LookedUp()
    {
        yield return GetAddrInfo("127.0.0.1", 80).Into(out var found);
        yield return Return(found.Result[0].AddressFamily == AddressFamily.InterNetwork);
    }

    private static bool Ticked()
    {
        using var scheduler = new Scheduler();
        CoTask task = scheduler.CreateTask(Slept());
        scheduler.Tick(3599);
        bool isEarly = task.IsDone;
        scheduler.Tick(1);
        return !isEarly && task.IsDone;
    }

    private static bool IsDeadlockTold()
    {
        try
        {
            Scheduler.Run(Sleeping(), new SchedulerOptions { TimeProvider = new VirtualClock() });
            return false;
        }
        catch (DeadlockException deadlock)
        {
            return deadlock.Message.Contains("Sleeping", StringComparison.Ordinal);
        }
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return new CoEvent().Wait();
    }

    private static IEnumerator<Awaitable> Number(int number)
    {
        yield return Sleep(1.0);
        yield return Return(number);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("lost");
    }
}
