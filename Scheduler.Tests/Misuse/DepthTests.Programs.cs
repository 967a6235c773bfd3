using static Coroutines.Awaitable;
using static Coroutines.Tests.Misuse.LargePrograms;

namespace Coroutines.Tests.Misuse;

public sealed partial class DepthTests
{
    private static IEnumerator<Awaitable> Describe(Func<Future> make)
    {
        Future made = make();
        CoTask waiting = CreateTask(WaitForIt(made));
        yield return null;
        yield return null;
        made.ToString().ShouldNotBeEmpty();
        Scheduler.Current.FormatTasks().ShouldNotBeEmpty();
        yield return waiting;
    }

    private static IEnumerator<Awaitable> Cancel(Func<Future> make)
    {
        Future made = make();
        yield return Sleep(0.5);
        made.Cancel();
        yield return Settle(made, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
    }

    private static IEnumerator<Awaitable> Leave(Func<IEnumerator<Awaitable>> make)
    {
        CreateTask(make());
        yield return Sleep(0.5);
    }

    private static IEnumerator<Awaitable> TellOf(Func<IEnumerator<Awaitable>> make)
    {
        CoTask task = CreateTask(make());
        yield return Settle(task, out Outcome outcome);
        outcome.ToString().ShouldNotBeEmpty();
        task.ToString().ShouldNotBeEmpty();
        ErrorReport.Format(new ExceptionContext("It has failed") { Exception = outcome.Exception, Task = task }).ShouldNotBeEmpty();
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    private static IEnumerator<Awaitable> Throw(Exception exception)
    {
        yield return null;
        throw exception;
    }

    // A cancel does not end it: it is still there when its scheduler goes.
    private static IEnumerator<Awaitable> Stubborn()
    {
        while (true)
        {
            yield return Settle(Sleep(1e6), out _, includeCancellation: true);
        }
    }

    private static Exception Inside(int n, Func<Exception, Exception> wrap)
    {
        Exception wrapped = new IOException("innermost");
        DoTimes(n, () => wrapped = wrap(wrapped));
        return wrapped;
    }

    private static Awaitable Wrap(int n, Func<Awaitable, Awaitable> wrap)
    {
        Awaitable wrapped = Sleep(1);
        DoTimes(n, () => wrapped = wrap(wrapped));
        return wrapped;
    }

    private static Future Nest(int n, Func<Awaitable, Future> wrap)
    {
        Future nested = CreateTask(SleepFor(1));
        DoTimes(n, () => nested = wrap(nested));
        return nested;
    }

    // What a queue gives can be read from one variable only, again and again.
    private static IEnumerator<Awaitable> ReadThrough(int n, Func<Awaitable<int>, Awaitable<int>> wrap)
    {
        var queue = new CoQueue<int>();
        queue.PutNoWait(7);
        Awaitable<int> wrapped = queue.Get();
        DoTimes(n, () => wrapped = wrap(wrapped));
        yield return wrapped;
        wrapped.Result.ShouldBe(7);
        yield return Sleep(1);
        wrapped.Result.ShouldBe(7);
    }

    private static IEnumerator<Awaitable> Calls(int n, IEnumerator<Awaitable> innermost)
    {
        yield return Await(n == 0 ? innermost : Calls(n - 1, innermost));
    }

    private static IEnumerator<Awaitable> CountedCalls(int n)
    {
        if (n == 0)
        {
            yield return Return(0);
        }

        yield return Await<int>(CountedCalls(n - 1)).Into(out Awaitable<int> count);
        yield return Return(count.Result + 1);
    }

    private static IEnumerator<Awaitable> CallsWithCleanUps(int n)
    {
        Defer(static () => { });
        _ = new TaskGroup();
        using CoTimeout limit = Timeout(1e6);
        yield return n == 0 ? Await(Stubborn()) : Try(CallsWithCleanUps(n - 1)).Finally(static () => { });
    }

    private static IEnumerator<Awaitable> CallsWithLimits(int n)
    {
        using (TimeoutAt(5))
        {
            yield return n == 0 ? Sleep(1e6) : Await(CallsWithLimits(n - 1));
        }
    }

    private static IEnumerator<Awaitable> NestedSequences(int n)
    {
        IEnumerator<Awaitable> nested = SleepFor(1);
        DoTimes(n, () => nested = Sequence(nested));
        return nested;
    }

    private static IEnumerator<Awaitable> Deferring(int n)
    {
        if (n > 0)
        {
            Defer(Deferring(n - 1));
        }

        yield break;
    }

    private static CoTask Chain(int n, IEnumerator<Awaitable> first)
    {
        CoTask last = CreateTask(first);
        DoTimes(n, () => last = CreateTask(WaitForIt(last)));
        return last;
    }

    private static CoTask ChainOfGathers(int n)
    {
        CoTask last = CreateTask(SleepFor(1e6));
        DoTimes(n, () =>
        {
            CoTask next = last;
            last = CreateTask(WaitOn(() => Gather(next)));
        });
        return last;
    }

    private static CoTask CancelsTheNext(int n)
    {
        CoTask? last = null;
        DoTimes(n, () => last = CreateTask(Link(last)));
        return last!;

        static IEnumerator<Awaitable> Link(CoTask? next)
        {
            try
            {
                yield return Sleep(1e6);
            }
            finally
            {
                next?.Cancel();
            }
        }
    }

    private static IEnumerator<Awaitable> DotNetChain(int n)
    {
        Awaitable last = Sleep(1);
        DoTimes(n, () => last = Await(CreateTask(WaitForIt(last)).AsTask()));
        yield return last;
    }

    private static IEnumerator<Awaitable> Groups(int n, Func<IEnumerator<Awaitable>> innermost)
    {
        var group = new TaskGroup();
        group.CreateTask(n == 0 ? innermost() : Groups(n - 1, innermost));
        yield return group;
    }

    private static IEnumerator<Awaitable> Starts(int n, StartSignal? signal)
    {
        var group = new TaskGroup();
        yield return n == 0 ? Sleep(1) : group.Start(inner => Starts(n - 1, inner));
        signal?.Started();
        yield return group;
    }

    private static IEnumerator<Awaitable> CompleteTheNext(int n)
    {
        int left = n;
        var end = new Future();
        Complete(end);
        yield return end;

        void Complete(Future ended)
        {
            if (left-- == 0)
            {
                end.SetResult();
                return;
            }

            var next = new Future();
            next.AddDoneCallback(Complete);
            next.SetResult();
        }
    }

    private static IEnumerator<Awaitable> PassOnBytes(int n)
    {
        (CoStream first, CoStream last) = CoStream.CreatePair();
        DoTimes(n, () =>
        {
            (CoStream next, CoStream end) = CoStream.CreatePair();
            CreateTask(Link(last, next));
            last = end;
        });
        first.Write("passed on");
        first.Close();
        yield return last.ReadToEnd().Into(out Awaitable<byte[]> bytes);
        bytes.Result.Length.ShouldBe("passed on".Length);

        static IEnumerator<Awaitable> Link(CoStream from, CoStream to)
        {
            yield return from.ReadToEnd().Into(out Awaitable<byte[]> bytes);
            to.Write(bytes.Result);
            to.Close();
        }
    }

    private static IEnumerator<Awaitable> HandOn(int n)
    {
        var held = new CoLock();
        int left = n;
        DoTimes(n, () => CreateTask(Link()));
        while (left > 0)
        {
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Link()
        {
            yield return held.Acquire();
            held.Release();
            left--;
        }
    }

    private static IEnumerator<Awaitable> UnderAKey(int n)
    {
        var group = new CoGroup(Scheduler.Current);
        DoTimes(n, () => group.CreateTask("key", Nothing(), RestartPolicy.Queue));
        yield return group;

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }
}
