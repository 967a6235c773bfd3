using System.Diagnostics;
using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

/// <summary>What is over is let go, while the scheduler lives on: whatever was handed in, nobody keeps it.</summary>
/// <remarks>
/// Each use has a scheduler and a thread of its own, and stays in the middle of it until all are there and have been looked at together:
/// one collection costs more than all of them.
/// </remarks>
[TestFixture(SelectorKind.Default)]
[TestFixture(SelectorKind.Portable)]
public sealed class LetGoTests(SelectorKind selector)
{
    // After so many iterations or frames nothing may be left, however little else happens.
    private const int Quiet = 100;

    private static IEnumerable<string> Uses() => new HandedIn(new Tracker()).All.Keys;

    [Test]
    public void WhatIsOver_IsLetGo_InFrames() => ShouldBeLetGo((handedIn, use, stay) =>
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = selector, ExceptionHandler = static _ => { } });
        RunInFrames(scheduler, handedIn, use);
        stay();
    });

    [Test]
    public void WhatIsOver_IsLetGo_InALoopThatNeverRests() => ShouldBeLetGoInARun(static () => null);

    [Test]
    public void WhatIsOver_IsLetGo_InALoopThatRests() => ShouldBeLetGoInARun(static () => Sleep(0.016));

    [Test]
    public void CrowdThatHasEnded_LeavesNothingInTheQueuesOfTheFrame()
    {
        var trackers = new Dictionary<string, Tracker>();
        var schedulers = new List<Scheduler>();
        foreach (int others in (int[])[0, 1, 10])
        {
            foreach (int frames in (int[])[1, 2, 3, 7])
            {
                var tracker = new Tracker();
                trackers.Add($"a crowd of {frames} frames beside {others} others", tracker);
                schedulers.Add(RunCrowd(tracker, others, frames));
            }
        }

        Tracker.ShouldHaveLetGo(trackers);
        schedulers.ForEach(static scheduler => scheduler.Dispose());
    }

    private static Scheduler RunCrowd(Tracker tracker, int others, int frames)
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < others; i++)
        {
            scheduler.CreateTask(ForEver());
        }

        StartCrowd();
        for (int i = 0; i < frames + 4; i++)
        {
            scheduler.Tick(0.016);
        }

        return scheduler;

        [MethodImpl(MethodImplOptions.NoInlining)]
        void StartCrowd()
        {
            for (int i = 0; i < 200; i++)
            {
                tracker.Track(scheduler.CreateTask<object>(Enemy(tracker.Track(new object()))));
            }
        }

        IEnumerator<Awaitable> Enemy(object result)
        {
            for (int i = 0; i < frames; i++)
            {
                yield return null;
            }

            yield return Return(result);
        }

        static IEnumerator<Awaitable> ForEver()
        {
            while (true)
            {
                yield return null;
            }
        }
    }

    private void ShouldBeLetGoInARun(Func<Awaitable> wait) => ShouldBeLetGo((handedIn, use, stay) =>
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = selector, TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        scheduler.RunUntilComplete(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(handedIn.All[use]());
            for (int i = 0; i < Quiet; i++)
            {
                yield return wait();
            }

            stay();
        }
    });

    /// <summary>Runs all uses.</summary>
    /// <param name="run">Runs one, and stays where it may keep nothing any more.</param>
    private static void ShouldBeLetGo(Action<HandedIn, string, Action> run)
    {
        using var hasLooked = new ManualResetEventSlim();
        var trackers = new Dictionary<string, Tracker>();
        var failures = new List<Exception>();
        var threads = new List<Thread>();
        try
        {
            foreach (string use in Uses())
            {
                var tracker = new Tracker();
                trackers.Add(use, tracker);
                threads.Add(RunOne(new HandedIn(tracker), use));
            }

            failures.ShouldBeEmpty();
            Tracker.ShouldHaveLetGo(trackers);
        }
        finally
        {
            hasLooked.Set();
            threads.ForEach(static thread => thread.Join());
        }

        // One after the other: returns when it stays, or has failed.
        Thread RunOne(HandedIn handedIn, string use)
        {
            using var isThere = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                try
                {
                    run(handedIn, use, Stay);
                }
                catch (Exception exception)
                {
                    failures.Add(exception);
                    isThere.Set();
                }

                GC.KeepAlive(handedIn);
            });
            thread.Start();
            isThere.Wait();
            return thread;

            void Stay()
            {
                isThere.Set();
                hasLooked.Wait();
            }
        }
    }

    // A method of its own, whose variables are gone afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunInFrames(Scheduler scheduler, HandedIn handedIn, string use)
    {
        CoTask task = scheduler.CreateTask(handedIn.All[use]());
        var limit = Stopwatch.StartNew();
        var wait = new SpinWait();
        while (!task.IsDone && limit.Elapsed.TotalSeconds < 30)
        {
            // Some of it waits for a thread.
            scheduler.Tick(0.016);
            wait.SpinOnce();
        }

        task.Exception.ShouldBeNull();
        for (int i = 0; i < Quiet; i++)
        {
            scheduler.Tick(0.016);
        }
    }
}
