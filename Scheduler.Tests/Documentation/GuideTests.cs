using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The guide to waiting, groups, primitives and queues.</summary>
public sealed class GuideTests : RunSnippetTest
{
    [Test]
    public void Gather_GivesTheResultsInOrder()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: gather
            yield return Gather<string>(Fetch("a", 2.0), Fetch("b", 1.0)).Into(out var pages);
            Console.WriteLine(string.Join(", ", pages.Result));              // in the order of the arguments

            yield return GatherOutcomes(Fetch("c", 1.0), Broken()).Into(out var outcomes);
            foreach (Outcome outcome in outcomes.Result)                     // return_exceptions=True
                Console.WriteLine($"{outcome}");
            // end-snippet
        }

        Console.ShouldRead("page a, page b", "success", "IOException: broken");
    }

    [Test]
    public void Wait_AsCompleted_AndRace_TellWhatIsDone()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: wait
            CoTask<string>[] tasks = [CreateTask<string>(Fetch("slow", 3.0)), CreateTask<string>(Fetch("quick", 1.0))];

            yield return Wait(tasks, timeout: 2.0, returnWhen: ReturnWhen.FirstCompleted).Into(out var wait);
            var (done, pending) = wait.Result;
            Console.WriteLine($"{done.Count} done, {pending.Count} pending");

            foreach (var next in AsCompleted(tasks))
            {
                yield return next;
                Console.WriteLine(next.Result);                              // page quick, then page slow
            }

            yield return Race<string>(Fetch("mirror 1", 2.0), Fetch("mirror 2", 1.0)).Into(out var race);
            Console.WriteLine($"number {race.Result.Index} won: {race.Result.Result}");
            // end-snippet
        }

        Console.ShouldRead("1 done, 1 pending", "page quick", "page slow", "number 1 won: page mirror 2");
    }

    [Test]
    public void Timeouts_EndABlockOrAWait()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: timeout
            yield return Settle(Impatient(), out var outcome);
            Console.WriteLine($"{outcome.Exception?.GetType().Name} at {Scheduler.Current.Time}");

            yield return Settle(WaitFor(Fetch("late", 5.0), 1.0), out outcome);
            Console.WriteLine($"{outcome.Exception?.GetType().Name} at {Scheduler.Current.Time}");

            IEnumerator<Awaitable> Impatient()
            {
                using (var timeout = Timeout(1.0))
                {
                    yield return Sleep(0.9);
                    timeout.Reschedule(timeout.When + 1.0);                  // progress: one more second
                    yield return Sleep(100);
                }
            }
            // end-snippet
        }

        Console.ShouldRead("TimeoutException at 2", "TimeoutException at 3");
    }

    [Test]
    public void Shield_KeepsACancelFromATask()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: shield
            CoTask<string> write = CreateTask<string>(Fetch("precious", 2.0));
            yield return Settle(WaitFor(Shield(write), 1.0), out var outcome);
            Console.WriteLine($"{outcome.IsSuccess}, and it runs on: {!write.IsDone}");
            yield return write;
            // end-snippet
        }

        Console.ShouldRead("False, and it runs on: True");
    }

    [Test]
    public void Group_WaitsForItsChildren()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: group
            yield return Settle(Crawl(), out var outcome);
            Console.WriteLine($"{((AggregateException)outcome.Exception!).InnerExceptions[0].Message} at {Scheduler.Current.Time}");

            IEnumerator<Awaitable> Crawl()
            {
                var group = new TaskGroup();
                CoTask<string> front = group.CreateTask<string>(Fetch("front", 1.0));
                group.CreateTask(Broken());                                  // after 1.5 s: the others are cancelled
                group.CreateTask(Fetch("back", 10.0));
                yield return group;                                          // the end of `async with`
                Console.WriteLine(front.Result);
            }
            // end-snippet
        }

        Console.ShouldRead("broken at 1.5");
    }

    [Test]
    public void Start_WaitsUntilTheChildIsReady()
    {
        RunVirtually(Main());

        // snippet: start
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(Serve).Into(out var port);
            Console.WriteLine($"listening on {port.Result} at {Scheduler.Current.Time}");
            group.Cancel();
            yield return group;
        }

        IEnumerator<Awaitable> Serve(StartSignal<int> signal)
        {
            yield return Sleep(0.5);
            signal.Started(8080);
            yield return Sleep(1_000_000);
        }
        // end-snippet

        Console.ShouldRead("listening on 8080 at 0.5");
    }

    [Test]
    public void Primitives_AreReleasedByUsing()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: primitives
            var gate = new CoLock("db");
            var ready = new CoEvent();
            var two = new CoSemaphore(2);

            yield return Gather(Worker("a"), Worker("b"), Open());

            IEnumerator<Awaitable> Worker(string name)
            {
                yield return ready.Wait();
                yield return two.Acquire();                                  // by hand: released by Release()
                yield return gate.Acquire().Into(out var held);
                using (held.Result)                                          // released at the end of the block
                {
                    yield return Sleep(1.0);
                    Console.WriteLine($"{name} at {Scheduler.Current.Time}");
                }

                two.Release();
            }

            IEnumerator<Awaitable> Open()
            {
                yield return Sleep(1.0);
                ready.Set();
            }
            // end-snippet
        }

        Console.ShouldRead("a at 2", "b at 3");
    }

    [Test]
    public void Condition_WaitsUnderItsLock()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: condition
            int coins = 0;
            var purse = new CoCondition();
            CreateTask(Pay());
            yield return purse.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return purse.WaitFor(() => coins >= 3);                // asked again after each notification
                coins -= 3;
            }

            IEnumerator<Awaitable> Pay()
            {
                for (int i = 0; i < 3; i++)
                {
                    yield return purse.Acquire().Into(out var mine);
                    using (mine.Result)
                    {
                        coins++;
                        purse.Notify();
                    }
                }
            }
            // end-snippet

            Console.WriteLine($"{coins} left");
        }

        Console.ShouldRead("0 left");
    }

    [Test]
    public void Queue_IsReadToItsEnd()
    {
        RunVirtually(Main());

        // snippet: queue
        IEnumerator<Awaitable> Main()
        {
            var jobs = new CoQueue<int>(maxSize: 2);
            yield return Gather(Produce(jobs), Consume(jobs));
        }

        IEnumerator<Awaitable> Produce(CoQueue<int> jobs)
        {
            for (int i = 1; i <= 3; i++)
                yield return jobs.Put(i);                                    // waits while the queue is full
            jobs.Shutdown();
        }

        IEnumerator<Awaitable> Consume(CoQueue<int> jobs)
        {
            var reader = jobs.ReadAll();
            while (true)
            {
                yield return reader.Next();
                if (reader.IsAtEnd)
                    break;
                Console.WriteLine($"job {reader.Current}");
            }
        }
        // end-snippet

        Console.ShouldRead("job 1", "job 2", "job 3");
    }

    [Test]
    public void Generator_IsAnIteratorOfAwaitables()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: generator
            foreach (Awaitable<string> next in Pages())
            {
                yield return next;
                Console.WriteLine(next.Result);
            }

            IEnumerable<Awaitable<string>> Pages()
            {
                for (int i = 1; i <= 2; i++)
                    yield return Await<string>(Fetch($"{i}", 1.0));
            }
            // end-snippet
        }

        Console.ShouldRead("page 1", "page 2");
    }

    [Test]
    public void EagerTask_RunsItsFirstStepAtOnce()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: eager
            var cache = new Dictionary<string, string> { ["a"] = "page a" };
            CoTask<string> page = CreateTask<string>(Cached("a"), eager: true);
            Console.WriteLine($"done: {page.IsDone}");                       // it did not have to wait
            yield return page;

            IEnumerator<Awaitable> Cached(string name)
            {
                if (!cache.TryGetValue(name, out string? text))
                {
                    yield return Await<string>(Fetch(name, 1.0)).Into(out var fetched);
                    text = fetched.Result;
                }

                yield return Return(text);
            }
            // end-snippet
        }

        Console.ShouldRead("done: True");
    }

    [Test]
    public void FormatTasks_ShowsWhatWaitsOnWhat()
    {
        // snippet: format-tasks
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var gate = new CoLock("db");
            var group = new TaskGroup();
            group.CreateTask(Write(gate), "first");
            group.CreateTask(Write(gate), "second");
            Scheduler.Current.CallLater(1.0, () => Console.WriteLine(Scheduler.Current.FormatTasks()));
            yield return group;
        }

        IEnumerator<Awaitable> Write(CoLock gate)
        {
            yield return gate.Acquire().Into(out var held);
            using (held.Result)
                yield return Sleep(5.0);
        }
        // end-snippet

        Console.ShouldRead("""
            Task-1 (Waiting) Main: awaiting its task group
            └── first (Waiting) Write: sleeping until 5 s (in 4 s)
            └── second (Waiting) Write: waiting for lock 'db' held by task 'first'

            """.ReplaceLineEndings("\n"));
    }

    private static IEnumerator<Awaitable> Fetch(string name, double seconds)
    {
        yield return Sleep(seconds);
        yield return Return($"page {name}");
    }

    private static IEnumerator<Awaitable> Broken()
    {
        yield return Sleep(1.5);
        throw new IOException("broken");
    }
}
