using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Loop;

/// <summary>By the system's clock. Lower bounds only: a busy machine makes everything late, but nothing early.</summary>
[Category("RealTime")]
public class RealTimeTests
{
    [Test]
    public void Sleep_InRealTime_LastsNoShorterThanAsked([Values(SelectorKind.Default, SelectorKind.Portable)] SelectorKind kind, [Values(0.0004, 0.01, 0.0505)] double seconds)
    {
        var elapsed = new List<double>();
        Scheduler.Run(Main(), new SchedulerOptions { Selector = kind });
        elapsed.Min().ShouldBeGreaterThanOrEqualTo(seconds - 1e-6);

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 3; i++)
            {
                long start = Stopwatch.GetTimestamp();
                yield return Sleep(seconds);
                elapsed.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
    }

    [Test]
    public void Post_FromAnotherThread_EndsALongWait([Values(SelectorKind.Default, SelectorKind.Portable)] SelectorKind kind)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = kind });
        using var isAboutToWait = new ManualResetEventSlim();
        scheduler.CallLater(3600, () => throw new InvalidOperationException("The hour is over."));
        scheduler.CallSoon(isAboutToWait.Set);
        var other = new Thread(() =>
        {
            isAboutToWait.Wait();
            scheduler.CallSoonThreadsafe(scheduler.Stop);
        });
        other.Start();

        scheduler.RunForever();
        other.Join();

        scheduler.Time.ShouldBeLessThan(3600);
    }

    [Test]
    public void Posts_FromManyThreadsWhileTheLoopFallsAsleepAgainAndAgain_WakeItEachTime([Values(SelectorKind.Default, SelectorKind.Portable)] SelectorKind kind)
    {
        // Each poster waits until its post has run, so the loop goes to sleep after almost every one of them. One wake-up
        // that is missed leaves everybody waiting for ever.
        const int Posters = 3;
        const int Posts = 2000;
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = kind });
        int ran = 0;
        int left = Posters;
        Thread[] posters = [.. Enumerable.Range(0, Posters).Select(_ => new Thread(() =>
        {
            using var done = new SemaphoreSlim(0);
            for (int i = 0; i < Posts; i++)
            {
                scheduler.CallSoonThreadsafe(() =>
                {
                    ran++;
                    done.Release();
                });
                done.Wait();
            }

            scheduler.CallSoonThreadsafe(() =>
            {
                if (--left == 0)
                {
                    scheduler.Stop();
                }
            });
        }))];
        Array.ForEach(posters, thread => thread.Start());

        scheduler.RunForever();
        Array.ForEach(posters, thread => thread.Join());

        ran.ShouldBe(Posters * Posts);
    }

    [Test]
    public void WaitUntil_InAnIdleRealRun_IsAskedAtABoundedRate()
    {
        int asked = 0;
        long start = Stopwatch.GetTimestamp();
        Scheduler.Run(Main(), new SchedulerOptions { PredicateInterval = TimeSpan.FromMilliseconds(20) });

        Stopwatch.GetElapsedTime(start).TotalSeconds.ShouldBeGreaterThanOrEqualTo(0.1);
        asked.ShouldBeLessThanOrEqualTo(8);

        IEnumerator<Awaitable> Main()
        {
            yield return WaitUntil(() =>
            {
                asked++;
                return Stopwatch.GetElapsedTime(start).TotalSeconds >= 0.1;
            });
        }
    }

    [Test]
    public void DotNetTask_CompletedOnAnotherThread_EndsTheWait()
    {
        var source = new TaskCompletionSource<int>();
        Scheduler.Run<int>(Main()).ShouldBe(42);

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await(source.Task);
            new Thread(() => source.SetResult(42)).Start();
            yield return call;
            yield return Return(call.Result);
        }
    }
}
