using System.Text.Json;
using Coroutines.Tests.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.LivePages;

/// <summary>What a page is told of a scheduler: in a run, in a game's frames, and when it is stuck.</summary>
[Category("RealTime")]
public sealed class DashboardStateTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Test]
    public void RunningLoop_IsShown_WithItsTasksAndWhatTheyWaitFor()
    {
        using var isReady = new ManualResetEventSlim();
        Scheduler scheduler = null!;
        CoEvent go = null!;
        var thread = new Thread(() => Scheduler.Run(Main(), new SchedulerOptions { Name = "server", HandleCtrlC = false })) { IsBackground = true };
        thread.Start();
        isReady.Wait();
        using (Dashboard dashboard = scheduler.ServeDashboard())
        using (var visitor = new Visitor(dashboard))
        {
            // The first look comes before the scheduler is observed.
            JsonElement state = visitor.StateWhen(static state => state.GetProperty("observed").GetBoolean() && state.GetProperty("total").GetInt64() > 3);
            state.GetProperty("scheduler").GetString().ShouldBe("server");
            state.GetProperty("running").GetBoolean().ShouldBeTrue();
            state.GetProperty("consistent").GetBoolean().ShouldBeTrue();
            state.GetProperty("frame").GetInt64().ShouldBe(0);
            state.TryGetProperty("framesMs", out _).ShouldBeFalse();
            JsonElement[] tasks = [.. state.GetProperty("tasks").EnumerateArray()];
            tasks.Select(static task => task.GetProperty("name").GetString()).ShouldBe(["Task-1", "waiter", "ticker", "quote \" <b>"]);
            tasks[0].GetProperty("kind").GetString().ShouldBe("Primitive");
            tasks[0].GetProperty("wait").GetString().ShouldBe("waiting for event 'go'");
            tasks[1].GetProperty("place").GetString().ShouldBe("Waiter > Inner");
            tasks[2].GetProperty("steps").GetInt64().ShouldBeGreaterThan(3);
            tasks[2].GetProperty("stepMs").GetDouble().ShouldBeGreaterThan(0);
            tasks[3].GetProperty("left").GetDouble().ShouldBeInRange(3000, 3600);
            JsonElement counts = state.GetProperty("counts");
            counts.GetProperty("tasks").GetInt32().ShouldBe(4);
            counts.GetProperty("sleepers").GetInt32().ShouldBeInRange(1, 2);
            counts.GetProperty("timers").GetInt32().ShouldBeInRange(1, 2);
            counts.GetProperty("sockets").GetInt32().ShouldBe(0);
            state.GetProperty("longest")[0].GetProperty("ms").GetDouble().ShouldBeGreaterThan(0);
            state.GetProperty("budgetMs").GetDouble().ShouldBe(1000.0 / 60, 0.001);

            // How long an iteration took is known when the next one begins, which may be in the next second.
            JsonElement later = visitor.StateWhen(static state => state.GetProperty("lagMs").EnumerateArray().Any(static ms => ms.GetDouble() > 0));
            later.GetProperty("steps").EnumerateArray().Sum(static count => count.GetInt64()).ShouldBeGreaterThan(0);
            later.GetProperty("iterations").EnumerateArray().Sum(static count => count.GetInt64()).ShouldBeGreaterThan(0);
            later.GetProperty("busyMs").EnumerateArray().Sum(static ms => ms.GetDouble()).ShouldBeGreaterThan(0);
        }

        scheduler.CallSoonThreadsafe(go.Set);
        thread.Join();

        IEnumerator<Awaitable> Main()
        {
            scheduler = Scheduler.Current;
            go = new CoEvent("go");
            CoTask[] others = [CreateTask(Waiter(), "waiter"), CreateTask(Ticks(), "ticker"), CreateTask(Sleeps(), "quote \" <b>")];
            scheduler.CallSoon(isReady.Set);
            yield return go.Wait();
            foreach (CoTask other in others)
            {
                other.Cancel();
            }
        }

        IEnumerator<Awaitable> Waiter()
        {
            yield return Await(Inner());
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return new Future();
        }

        static IEnumerator<Awaitable> Ticks()
        {
            while (true)
            {
                yield return Sleep(0.001);
            }
        }

        static IEnumerator<Awaitable> Sleeps()
        {
            yield return Sleep(3600);
        }
    }

    [Test]
    public void Game_IsShown_WithItsGroupsAndFrames_AndWhoStartedWhom()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Name = "game" });
        CoGroup enemies = scheduler.Group("enemies");
        var bosses = new CoGroup(enemies, "bosses");
        using Dashboard dashboard = scheduler.ServeDashboard(options: new DashboardOptions { FrameBudget = 1e-9 });
        using var visitor = new Visitor(dashboard);
        visitor.State().GetProperty("observed").GetBoolean().ShouldBeFalse();
        scheduler.Tick(0.1);
        CoTask spawner = scheduler.CreateTask(Spawner(), "spawner");
        bosses.CreateTask(Lives(), "boss");
        for (int i = 0; i < 4; i++)
        {
            scheduler.Tick(0.1);
        }

        enemies.TimeScale = 0.5;
        bosses.Pause();
        scheduler.Tick(0.1);
        JsonElement state = visitor.State();
        state.GetProperty("observed").GetBoolean().ShouldBeTrue();
        state.GetProperty("frame").GetInt64().ShouldBe(6);
        state.GetProperty("running").GetBoolean().ShouldBeFalse();
        state.GetProperty("firstFrame").GetInt64().ShouldBe(2);
        state.GetProperty("framesMs").GetArrayLength().ShouldBe(5);
        state.GetProperty("groups").EnumerateArray().Select(static group => group.ToString()).ShouldBe(
        [
            """{"name":"group 'enemies'","timeScale":0.5,"paused":false,"time":0.55,"tasks":2}""",
            """{"name":"group 'bosses'","parent":0,"timeScale":1,"paused":true,"time":0.5,"tasks":1}""",
        ]);
        JsonElement[] tasks = [.. state.GetProperty("tasks").EnumerateArray()];
        tasks.Select(static task => task.GetProperty("name").GetString()).ShouldBe(["spawner", "boss", "grunt"], ignoreOrder: true);
        JsonElement grunt = tasks.Single(static task => task.GetProperty("name").GetString() == "grunt");
        grunt.GetProperty("parent").GetInt64().ShouldBe(spawner.Id);
        grunt.GetProperty("group").GetInt32().ShouldBe(0);
        grunt.GetProperty("age").GetDouble().ShouldBeGreaterThan(0.1);
        grunt.GetProperty("kind").GetString().ShouldBe("Frame");
        tasks.Single(static task => task.GetProperty("name").GetString() == "boss").GetProperty("held").GetBoolean().ShouldBeTrue();

        IEnumerator<Awaitable> Spawner()
        {
            enemies.CreateTask(Lives(), "grunt");
            yield return Sleep(100);
        }

        static IEnumerator<Awaitable> Lives()
        {
            while (true)
            {
                yield return null;
            }
        }
    }

    [Test]
    public void StuckLoop_IsNamed_WithWhatItIsStuckIn()
    {
        using var loop = new StuckLoop(start: static () => CreateTask(Waits(), "waiter"));
        using Dashboard dashboard = loop.Scheduler.ServeDashboard(options: new DashboardOptions { StepWarning = 0.01 });
        using var visitor = new Visitor(dashboard);
        JsonElement state = visitor.State();
        state.GetProperty("consistent").GetBoolean().ShouldBeFalse();
        state.GetProperty("observed").GetBoolean().ShouldBeFalse();
        state.GetProperty("step").GetProperty("text").GetString()!.ShouldMatch(@"^Main > Crunch \(task 'Task-1'\) has been in its step for at least \d+(\.\d+)? s$");
        state.GetProperty("tasks").GetArrayLength().ShouldBe(2);
        JsonElement lint = visitor.StateWhen(static state => state.GetProperty("lints").GetArrayLength() > 0).GetProperty("lints")[0];
        lint.GetProperty("kind").GetString().ShouldBe("NeverYields");
        lint.GetProperty("text").GetString()!.ShouldContain("Nothing else runs meanwhile");
        lint.GetProperty("task").GetInt64().ShouldBe(1);

        static IEnumerator<Awaitable> Waits()
        {
            yield return new CoEvent("go").Wait();
        }
    }

    [Test]
    public void Task_ThatGoesOnByBareYields_IsWarnedOf_AndFailedOnesAreShown()
    {
        using var isReady = new ManualResetEventSlim();
        Scheduler scheduler = null!;
        bool isOver = false;
        var thread = new Thread(() => Scheduler.Run(Spins(), new SchedulerOptions { HandleCtrlC = false, ExceptionHandler = static _ => { } })) { IsBackground = true };
        thread.Start();
        isReady.Wait();
        using (Dashboard dashboard = scheduler.ServeDashboard())
        using (var visitor = new Visitor(dashboard))
        {
            JsonElement state = visitor.StateWhen(static state => state.GetProperty("lints").EnumerateArray().Any(static lint => lint.GetProperty("kind").GetString() == "WakesItself"));
            JsonElement lint = state.GetProperty("lints").EnumerateArray().First(static lint => lint.GetProperty("kind").GetString() == "WakesItself");
            lint.GetProperty("text").GetString()!.ShouldMatch(@"^Spins \(task 'Task-1'\) has gone on by bare yields for \d+ s, [\d,]+ steps, so the loop never waits\.");
            lint.GetProperty("task").GetInt64().ShouldBe(1);
            state.GetProperty("tasks").EnumerateArray().Last().GetProperty("fault").GetString().ShouldBe("InvalidOperationException('no')");
        }

        Volatile.Write(ref isOver, true);
        thread.Join();

        IEnumerator<Awaitable> Spins()
        {
            scheduler = Scheduler.Current;
            CoTask failing = CreateTask(Fails(), "failing");
            yield return null;
            isReady.Set();
            while (!Volatile.Read(ref isOver))
            {
                yield return null;
            }

            failing.IsDone.ShouldBeTrue();
        }

        static IEnumerator<Awaitable> Fails()
        {
            yield return null;
            throw new InvalidOperationException("no");
        }
    }

    [Test]
    public void Scheduler_IsObservedWhileAPageIsOpen_AndLeftAloneAfterwards()
    {
        using var scheduler = new Scheduler();
        using Dashboard dashboard = scheduler.ServeDashboard();
        using var visitor = new Visitor(dashboard);
        scheduler.Tick(0.1);
        scheduler.Loop.StepObserver.ShouldBeNull();
        visitor.Get("/");
        scheduler.Tick(0.1);
        scheduler.Loop.StepObserver.ShouldBeNull();
        visitor.State();
        scheduler.Tick(0.1);
        scheduler.Loop.StepObserver.ShouldNotBeNull();
        visitor.State().GetProperty("observed").GetBoolean().ShouldBeTrue();
        SpinWait.SpinUntil(() => !dashboard.IsLookedAt, _patience).ShouldBeTrue();
        SpinWait.SpinUntil(
            () =>
            {
                scheduler.Tick(0.1);
                return scheduler.Loop.StepObserver is null;
            },
            _patience).ShouldBeTrue();
        visitor.State();
        scheduler.Tick(0.1);
        scheduler.Loop.StepObserver.ShouldNotBeNull();
        dashboard.Dispose();
        scheduler.Loop.StepObserver.ShouldBeNull();
    }

    [Test]
    public void Recording_HasTheStepsOfTheNextMoments()
    {
        using var scheduler = new Scheduler();
        using Dashboard dashboard = scheduler.ServeDashboard();
        using var visitor = new Visitor(dashboard);
        scheduler.CreateTask(Lives(), "sheep");
        string? page = null;
        var asker = new Thread(() => page = visitor.Get("/record?seconds=0.2").Text);
        asker.Start();
        SpinWait.SpinUntil(
            () =>
            {
                scheduler.Tick(0.01);
                return Volatile.Read(ref page) is not null;
            },
            _patience).ShouldBeTrue();
        asker.Join();
        scheduler.Tick(0.01);
        scheduler.Loop.StepObserver.ShouldBeNull();
        page!.ShouldContain("<title>Timeline</title>");
        page!.ShouldContain("\"name\":\"sheep\"");

        static IEnumerator<Awaitable> Lives()
        {
            while (true)
            {
                yield return null;
            }
        }
    }

    [Test]
    public void Program_RunsInTheSameOrder_WhetherOrNotAPageIsOpen()
    {
        int looks = 0;
        bool wasObserved = false;
        string[] alone = Run(look: null);
        string[] seen = Run(scheduler =>
        {
            Dashboard dashboard = scheduler.ServeDashboard();
            var visitor = new Visitor(dashboard);
            bool isOver = false;
            var poller = new Thread(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    wasObserved |= visitor.State().GetProperty("observed").GetBoolean();
                    Interlocked.Increment(ref looks);
                }
            });
            poller.Start();
            return () =>
            {
                Volatile.Write(ref isOver, true);
                poller.Join();
                visitor.Dispose();
                dashboard.Dispose();
            };
        });

        seen.ShouldBe(alone);
        looks.ShouldBeGreaterThan(3);
        wasObserved.ShouldBeTrue();

        // Now and then a step waits until somebody has looked, so that there are looks in the middle of things.
        string[] Run(Func<Scheduler, Action>? look)
        {
            using var rig = new Rig();
            Action? end = look?.Invoke(rig.Scheduler);
            rig.Run(Program(rig, isSeen: look is not null));
            end?.Invoke();
            return [.. rig.Trace];
        }

        IEnumerator<Awaitable> Program(Rig rig, bool isSeen)
        {
            var gate = new CoLock();
            var queue = new CoQueue<int>(2);
            IEnumerator<Awaitable>[] all = [.. Enumerable.Range(0, 3).Select(i => Worker(rig, gate, queue, $"worker {i}")), Consumer(rig, queue, isSeen)];
            yield return Gather(all);
        }

        IEnumerator<Awaitable> Worker(Rig rig, CoLock gate, CoQueue<int> queue, string name)
        {
            for (int i = 0; i < 100; i++)
            {
                yield return gate.Acquire().Into(out Awaitable<Releaser> held);
                using (held.Result)
                {
                    rig.LogTime($"{name} in iteration {rig.Scheduler.Loop.Iteration}");
                    yield return Sleep(0.01);
                }

                yield return queue.Put(i);
                yield return null;
            }
        }

        IEnumerator<Awaitable> Consumer(Rig rig, CoQueue<int> queue, bool isSeen)
        {
            for (int i = 0; i < 300; i++)
            {
                yield return queue.Get().Into(out Awaitable<int> item);
                rig.LogTime($"got {item.Result} in iteration {rig.Scheduler.Loop.Iteration}");
                if (isSeen && i % 60 == 0)
                {
                    int before = Volatile.Read(ref looks);
                    SpinWait.SpinUntil(() => Volatile.Read(ref looks) > before, _patience).ShouldBeTrue();
                }
            }
        }
    }
}
