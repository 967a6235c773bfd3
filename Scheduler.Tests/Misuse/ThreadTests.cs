using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>Calls from a thread that is not the loop's, while the loop runs.</summary>
public sealed class ThreadTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record(action));
        thread.Start();
        thread.Join();
        return thrown;
    }

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    [Test]
    public void Call_FromAnotherThread_WhileTheLoopRuns_IsRefused()
    {
        Scheduler scheduler = _rig.Scheduler;
        CoTask task = _rig.Start(_rig.Steps("a", 1));
        Future<int> future = scheduler.CreateFuture<int>();
        Handle soon = scheduler.CallSoon(() => { });
        TimerHandle later = scheduler.CallLater(5, () => { });
        Action[] calls =
        [
            soon.Cancel,
            later.Cancel,
            () => scheduler.CreateTask(Noop()),
            () => scheduler.CreateTask<int>(Noop()),
            () => scheduler.CallSoon(() => { }),
            () => scheduler.CallLater(1, () => { }),
            () => scheduler.CallAt(1, () => { }),
            scheduler.Stop,
            () => scheduler.AllTasks(),
            () => task.Cancel(),
            () => task.Uncancel(),
            () => task.Dispose(),
            () => task.AddDoneCallback(_ => { }),
            () => task.RemoveDoneCallback(_ => { }),
            () => task.AsTask(),
            () => future.SetResult(1),
            () => ((Future)future).SetResult(1),
            () => future.SetException(new IOException()),
            () => future.Cancel(),
            () => future.AsTask(),
        ];
        IEnumerator<Awaitable> Main()
        {
            foreach (Action call in calls)
            {
                OnAnotherThread(call).ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                    "The scheduler is running on another thread. From here, only CallSoonThreadsafe may be called.");
            }

            _rig.Log("all refused");
            yield break;
        }

        CoTask main = _rig.Start(Main(), "main");
        scheduler.RunUntilComplete(main);

        _rig.ShouldHaveLogged("a1", "all refused", "a end");
        future.IsDone.ShouldBeFalse();
    }

    [Test]
    public void Dispose_FromAnotherThread_WhileTheLoopRuns_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            OnAnotherThread(_rig.Scheduler.Dispose).ShouldBeOfType<InvalidOperationException>();
            yield return null;
            _rig.Log("goes on");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("goes on");
    }

    [Test]
    public void Tick_FromAnotherThread_WhileTheLoopRuns_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            OnAnotherThread(() => _rig.Scheduler.Tick(1)).ShouldBeOfType<InvalidOperationException>();
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void Scheduler_BetweenTwoRuns_MayBeUsedByAnotherThread()
    {
        _rig.Start(_rig.Steps("a", 2));
        _rig.Iterate();
        OnAnotherThread(() =>
        {
            _rig.Start(_rig.Steps("b", 1));
            _rig.Iterate();
        }).ShouldBeNull();
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("a1", "a2", "b1", "a end", "b end");
    }

    [Test]
    public void Current_OnAnotherThread_IsNone()
    {
        IEnumerator<Awaitable> Main()
        {
            OnAnotherThread(() => CoTask.Current.ShouldBeNull()).ShouldBeNull();
            OnAnotherThread(() => _ = Scheduler.Current).ShouldBeOfType<InvalidOperationException>();
            OnAnotherThread(() => CreateTask(Noop())).ShouldBeOfType<InvalidOperationException>();
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void CallSoonThreadsafe_FromManyThreads_RunsEverything()
    {
        const int Threads = 4;
        const int Each = 500;
        int ran = 0;
        var done = new Future(_rig.Scheduler);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                _rig.Scheduler.CallSoonThreadsafe(() =>
                {
                    if (++ran == Threads * Each)
                    {
                        done.SetResult();
                    }
                });
            }
        })).ToList();
        IEnumerator<Awaitable> Main()
        {
            threads.ForEach(thread => thread.Start());
            while (!done.IsDone)
            {
                yield return null;
            }

            threads.ForEach(thread => thread.Join());
        }

        _rig.Run(Main());
        ran.ShouldBe(Threads * Each);
    }
}
