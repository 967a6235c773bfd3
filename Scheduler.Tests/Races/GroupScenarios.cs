using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Task groups: no child outlives its group, and each error comes out once.</summary>
internal static class GroupScenarios
{
    private static readonly string[] _children = ["x", "y", "z"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("TaskGroup", run => Open(run, Children.Work(1, yields: 1), Children.CleanUp(2), Children.Swallow(3))),
        new("TaskGroup, done at once", run => Open(run, Children.Work(1), Children.Work(2), Children.Work(3))),
        new("TaskGroup, a child fails", run => Open(run, Children.Work(1, yields: 1), Children.Fail(yields: 2), Children.CleanUp(3))),
        new("TaskGroup, two children fail", run => Open(run, Children.Fail(yields: 2), Children.Fail(yields: 2), Children.Swallow(3))),
        new("TaskGroup, the body waits", run => Open(run, bodyYields: 4, Children.Work(1, yields: 1), Children.Fail(yields: 2), Children.CleanUp(3))),
        new("TaskGroup that is not yielded", run => Open(
            run, bodyYields: 2, leaves: true, Children.Work(1, yields: 1), Children.CleanUp(2), Children.Work(3, yields: 3))),
        new("TaskGroup, eager children", run => Open(
            run, bodyYields: 1, leaves: false, eager: true, Children.Work(1), Children.Fail(yields: 2), Children.CleanUp(3))),
        new("TaskGroup, cancelled", CancelGroup),
        new("TaskGroup, nested", Nest),
        new("TaskGroup, siblings created late", CreateLate),
        new("TaskGroup, start handshake", run => Handshake(run, fails: false)),
        new("TaskGroup, start handshake with a failing sibling", run => Handshake(run, fails: true)),
        new("TaskGroup, start handshake that is settled", SettleHandshake),
        new("TaskGroup, a child that starts while the group shuts down", StartLate),
    ];

    private static void Open(RaceRun run, params IEnumerator<Awaitable>[] bodies) => Open(run, 0, bodies);

    private static void Open(RaceRun run, int bodyYields, params IEnumerator<Awaitable>[] bodies) => Open(run, bodyYields, false, bodies);

    private static void Open(RaceRun run, int bodyYields, bool leaves, params IEnumerator<Awaitable>[] bodies) =>
        Open(run, bodyYields, leaves, false, bodies);

    private static void Open(RaceRun run, int bodyYields, bool leaves, bool eager, params IEnumerator<Awaitable>[] bodies)
    {
        Expect(run);
        run.Start("parent", Parent());
        run.Start("witness", Children.Work(0, yields: 5, seconds: 1));

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            for (int i = 0; i < bodies.Length; i++)
            {
                run.Join(group.CreateTask(bodies[i], _children[i], eager: eager));
            }

            for (int i = 0; i < bodyYields; i++)
            {
                yield return null;
            }

            if (!leaves)
            {
                yield return group;
            }
        }
    }

    private static void CancelGroup(RaceRun run)
    {
        Expect(run);
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(Children.Work(1, yields: 1), "x"));
            run.Join(group.CreateTask(Children.CleanUp(2), "y"));
            run.Join(group.CreateTask(Children.Swallow(3), "z"));
            yield return null;
            yield return null;
            group.Cancel();
            yield return group;
        }
    }

    private static void Nest(RaceRun run)
    {
        Expect(run);
        run.Encloses("x", "y", "z");
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(Inner(), "x"));
            yield return group;
        }

        IEnumerator<Awaitable> Inner()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(Children.CleanUp(2), "y"));
            run.Join(group.CreateTask(Children.Fail(yields: 2), "z"));
            yield return group;
        }
    }

    private static void CreateLate(RaceRun run)
    {
        Expect(run);
        run.MayFail<InvalidOperationException>();
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(First(group), "x"));
            yield return group;
        }

        IEnumerator<Awaitable> First(TaskGroup group)
        {
            yield return null;
            run.Join(group.CreateTask(Second(group), "y"));
        }

        IEnumerator<Awaitable> Second(TaskGroup group)
        {
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            run.Join(group.CreateTask(Children.CleanUp(3), "z"));
        }
    }

    private static void Handshake(RaceRun run, bool fails)
    {
        Expect(run);
        run.MayFail<InvalidOperationException>();
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(fails ? Children.Fail(yields: 2) : Children.Work(2, yields: 3), "y"));
            yield return group.Start<int>(signal => Service(signal), "x").Into(out var port);
            port.Result.ShouldBe(80);
            yield return group;
        }

        IEnumerator<Awaitable> Service(StartSignal<int> signal)
        {
            run.Join(CoTask.Current!);
            Defer(Children.Work(0, yields: 1));
            yield return null;
            yield return null;
            signal.Started(80);
            yield return Sleep(1);
        }
    }

    // A cancelled Start has waited for its child, unless that was ready.
    private static void SettleHandshake(RaceRun run)
    {
        bool isReady = false;
        bool hasWaited = true;
        CoTask? service = null;
        Expect(run);
        run.AtEnd(() => hasWaited.ShouldBeTrue("Start has not waited for its child."));
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            yield return Settle(group.Start(Service, "x"), out _, includeCancellation: true);
            hasWaited = isReady || service is null or { IsDone: true };
            yield return group;
        }

        IEnumerator<Awaitable> Service(StartSignal signal)
        {
            service = run.Join(CoTask.Current!);
            Defer(Children.Work(0, yields: 2));
            yield return null;
            signal.Started();
            isReady = true;
            yield return Sleep(1);
        }
    }

    private static void StartLate(RaceRun run)
    {
        bool isFinished = false;
        Expect(run);
        run.MayFail<InvalidOperationException>();
        run.Start("parent", Parent());
        run.AtEnd(() => (isFinished && !run.WasStruck("y")).ShouldBeFalse("The child was not cancelled when it joined the group."));

        IEnumerator<Awaitable> Parent()
        {
            TaskGroup group = run.Watch(new TaskGroup());
            run.Join(group.CreateTask(Children.Fail(yields: 2), "y"));
            yield return group.Start(signal => Service(signal), "x");
            yield return group;
        }

        IEnumerator<Awaitable> Service(StartSignal signal)
        {
            run.Join(CoTask.Current!);
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            signal.Started();
            yield return Sleep(1);
            isFinished = true;
        }
    }

    private static void Expect(RaceRun run)
    {
        run.MayBeCancelledAlong("parent");
        run.MayBeCancelled(_children);
        run.MayFail<IOException>();
        run.MayFail<AggregateException>();
        run.Encloses("parent", _children);
    }
}
