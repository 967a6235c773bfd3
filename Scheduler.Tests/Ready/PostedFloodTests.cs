namespace Coroutines.Tests.Ready;

/// <summary>Threads that post without pause keep no frame from ending, and end nobody who takes what they post.</summary>
public class PostedFloodTests
{
    private readonly List<ExceptionContext> _reports = [];

    [Test]
    public void Tick_WorkPostedBeforeIt_RunsAllOfAPortion()
    {
        using Scheduler scheduler = Create();
        int ran = 0;
        for (int i = 0; i < ThreadInbox.Portion; i++)
        {
            PostFromAnotherThread(scheduler, () => ran++);
        }

        scheduler.Tick(0.01);

        ran.ShouldBe(ThreadInbox.Portion);
        scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
    }

    [Test]
    [Category("RealTime")]
    public void Tick_WhileAThreadPostsWithoutPause_ComesToAnEndAndTheConsumerLives()
    {
        using Scheduler scheduler = Create();
        using var hasBegun = new ManualResetEventSlim();
        var queue = new CoQueue<int>();
        bool isOver = false;
        var poster = new Thread(() =>
        {
            // Far more than the frames can take, and yet not all of the memory.
            for (int i = 0; i < 1_000_000 && !Volatile.Read(ref isOver); i++)
            {
                int number = i;
                scheduler.CallSoonThreadsafe(() => queue.PutNoWait(number));
                if (number == 0)
                {
                    hasBegun.Set();
                }
            }
        });
        int next = 0;
        CoTask consumer = scheduler.CreateTask(Consume());
        CoTask frames = scheduler.CreateTask(CountFrames());
        poster.Start();
        hasBegun.Wait();
        try
        {
            for (int frame = 1; frame <= 20; frame++)
            {
                scheduler.Tick(0.01);
                scheduler.FrameCount.ShouldBe(frame);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            poster.Join();
        }

        consumer.IsDone.ShouldBeFalse();
        frames.IsDone.ShouldBeFalse();
        next.ShouldBeGreaterThan(0);
        _reports.ShouldBeEmpty();

        IEnumerator<Awaitable> Consume()
        {
            while (true)
            {
                yield return queue.Get().Into(out var number);
                number.Result.ShouldBe(next++);
            }
        }

        static IEnumerator<Awaitable> CountFrames()
        {
            while (true)
            {
                yield return null;
            }
        }
    }

    // In a run the order is that of asyncio's one queue, however much there is.
    [Test]
    public void Run_MoreThanAPortionPosted_RunsItInOneIteration()
    {
        using Scheduler scheduler = Create();
        scheduler.Tick(0);
        int ran = 0;
        for (int i = 0; i < 3 * ThreadInbox.Portion; i++)
        {
            PostFromAnotherThread(scheduler, () => ran++);
        }

        scheduler.RunUntilComplete(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            ran.ShouldBe(3 * ThreadInbox.Portion);
        }
    }

    // Nothing is lost that a frame has left over.
    [Test]
    public void Dispose_WithSubmissionsLeftOver_AbandonsAllOfThem()
    {
        Scheduler scheduler = Create();
        scheduler.Tick(0);
        Task[] all = [.. Enumerable.Range(0, 3 * ThreadInbox.Portion).Select(_ => scheduler.RunCoroutineThreadsafe(Nothing()))];

        scheduler.Dispose();

        all.ShouldAllBe(task => task.IsCanceled);

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }

    private Scheduler Create() => new(new SchedulerOptions { TickIterationLimit = 20, ExceptionHandler = _reports.Add });

    // Outside of a run every thread is another one.
    private static void PostFromAnotherThread(Scheduler scheduler, Action callback) => scheduler.CallSoonThreadsafe(callback);
}
