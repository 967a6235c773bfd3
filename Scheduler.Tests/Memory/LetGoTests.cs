using System.Diagnostics;
using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

/// <summary>What is over is let go, while the scheduler lives on: whatever was handed in, nobody keeps it.</summary>
public sealed class LetGoTests
{
    // After so many iterations or frames nothing may be left, however little else happens.
    private const int Quiet = 100;

    private static IEnumerable<string> Uses() => new HandedIn(new Tracker()).All.Keys;

    [TestCaseSource(nameof(Uses))]
    public void WhatIsOver_IsLetGo_InFrames(string use)
    {
        var tracker = new Tracker();
        var handedIn = new HandedIn(tracker);
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = static _ => { } });
        RunInFrames(scheduler, handedIn, use);

        tracker.ShouldHaveLetGo();
        GC.KeepAlive(handedIn);
    }

    [TestCaseSource(nameof(Uses))]
    public void WhatIsOver_IsLetGo_InALoopThatNeverRests(string use) => CheckInARun(use, static () => null);

    [TestCaseSource(nameof(Uses))]
    public void WhatIsOver_IsLetGo_InALoopThatRests(string use) => CheckInARun(use, static () => Sleep(0.016));

    [Test]
    public void CrowdThatHasEnded_LeavesNothingInTheQueuesOfTheFrame([Values(0, 1, 10)] int others, [Values(1, 2, 3, 7)] int frames)
    {
        var tracker = new Tracker();
        using var scheduler = new Scheduler();
        for (int i = 0; i < others; i++)
        {
            scheduler.CreateTask(ForEver());
        }

        StartCrowd();
        for (int i = 0; i < frames + 4; i++)
        {
            scheduler.Tick(0.016);
        }

        tracker.ShouldHaveLetGo();

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

    private static void CheckInARun(string use, Func<Awaitable> wait)
    {
        var tracker = new Tracker();
        var handedIn = new HandedIn(tracker);
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = static _ => { } });
        scheduler.RunUntilComplete(Main());
        GC.KeepAlive(handedIn);

        IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(handedIn.All[use]());
            for (int i = 0; i < Quiet; i++)
            {
                yield return wait();
            }

            tracker.ShouldHaveLetGo();
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
