using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>Every place where the library calls the user's code, and where it comes out what that throws.</summary>
internal static class UserCodePlaces
{
    /// <summary>Out of the call that the user's code was given to.</summary>
    internal const string Call = "the call";

    /// <summary>Out of the <c>yield return</c>.</summary>
    internal const string Yield = "the yield return";

    /// <summary>To the exception handler.</summary>
    internal const string Handler = "the exception handler";

    /// <summary>To standard error: there is nobody else.</summary>
    internal const string StandardError = "standard error";

    /// <summary>By the names of the parameters, or of the members, that take the code.</summary>
    internal static readonly Dictionary<string, UserCodePlace> All = new UserCodePlace[]
    {
        new("Awaitable.Await coroutine", Yield, user => Await(user.Coroutine())),
        new("Awaitable.CreateTask coroutine", Yield, user => CreateTask(user.Coroutine())),
        new("Awaitable.Defer cleanup", Yield, user => Await(Deferring(user))),
        new("Awaitable.After coroutine", Yield, user => Await(After(1, user.Coroutine()))),
        new("Awaitable.After action", Yield, user => Await(After(1, user.Fail))),
        new("Awaitable.Repeat coroutine", Yield, user => Await(Repeat(2, () => user.Give(Noop())!)), Yield),
        new("Awaitable.Tween easing", Yield, user => Await(Tween(1, _ => user.Give<object>(1) is null ? double.NaN : 1, _ => { }))),
        new("Awaitable.Tween apply", Yield, user => Await(Tween(1, null, _ => user.Fail()))),
        new("Awaitable.Tween lerp", Yield, user => Await(Tween(0m, 1m, 1, null, (from, _, _) => Fail(user, from), _ => { }))),
        new("Awaitable.FromEvent add", Yield, user => FromEvent<int>((Action<int> _) => user.Fail(), _ => { })),
        new("Awaitable.FromEvent remove", Yield, user => FromEvent(static raise => Scheduler.Current.CallSoon(raise), _ => user.Fail())),
        new("Awaitable.FromEvent convert", Yield, user => FromEvent<Action, int>(_ => user.Give<Action>(() => { })!, static raise => Scheduler.Current.CallSoon(raise ?? throw new ArgumentNullException(nameof(raise))), _ => { }), Yield),
        new("Awaitable.FromObservable source", Yield, user => FromObservable(user.Source())),
        new("CoSignal.add_Emitted value", Call, user => Emitting(new CoSignal(), signal => signal.Emitted += user.Fail, signal => signal.Emit())),
        new("CoSignal`1.add_Emitted value", Call, user => Emitting(new CoSignal<int>(), signal => signal.Emitted += _ => user.Fail(), signal => signal.Emit(1))),
        new("CoSignal`1.Subscribe observer", Call, user => Emitting(new CoSignal<int>(), signal => signal.Subscribe(new UserObserver(user)), signal => signal.Emit(1))),
        new("Awaitable.PrintCallGraph file", Call, Printing),
        new("Awaitable.Settle coroutine", Yield, user => Await(Settling(user))),
        new("Awaitable.Shield coroutine", Yield, user => Shield(user.Coroutine())),
        new("Awaitable.Try body", Yield, user => Try(user.Coroutine())),
        new("Awaitable.WaitFor coroutine", Yield, user => WaitFor(user.Coroutine(), 10)),
        new("Awaitable.WaitUntil predicate", Yield, user => WaitUntil(user.Say)),
        new("Awaitable.WaitWhile predicate", Yield, user => WaitWhile(() => !user.Say())),
        new("Awaitable.Await call", Yield, user => Await(_ => user.Give(Task.CompletedTask)!), Yield),
        new("CoStream.WriteLines lines", Call, user => Writing(user)),
        new("Awaitable.ToThread function", Yield, user => ToThread(user.Say)),
        new("Awaitable.ToThread action", Yield, user => ToThread(user.Fail)),
        new("Awaitable.RunInExecutor function", Yield, user => RunInExecutor(null, user.Say)),
        new("Awaitable.RunInExecutor action", Yield, user => RunInExecutor(null, user.Fail)),
        new("Awaitable.Connect remote", Yield, user => Connecting(user)),
        new("Awaitable.Gather coroutines", Call, user => Gather(user.List(Noop()))),
        new("Awaitable.Gather awaitables", Call, user => Gather(user.List(Sleep(1)))),
        new("Awaitable.GatherOutcomes coroutines", Call, user => GatherOutcomes(user.List(Noop()))),
        new("Awaitable.GatherOutcomes awaitables", Call, user => GatherOutcomes(user.List(Sleep(1)))),
        new("Awaitable.Race coroutines", Call, user => Race(user.List(Noop()))),
        new("Awaitable.Race awaitables", Call, user => Race(user.List(Sleep(1)))),
        new("Awaitable.AsCompleted coroutines", Call, user => AsCompleted(user.List(Noop())).First()),
        new("Awaitable.AsCompleted awaitables", Call, user => AsCompleted(user.List(Sleep(1))).First()),
        new("Awaitable.AsCompleted futures", Call, user => AsCompleted(user.List(new Future())).First()),
        new("Awaitable.AsCompleted tasks", Call, user => AsCompleted(user.List(CreateTask<int>(One()))).First()),
        new("Awaitable.Wait tasks", Call, user => Wait(user.List(CreateTask(Noop())))),
        new("TryBlock.Catch handler", Yield, user => Try(Fail()).Catch<IOException>(_ => user.Give(Noop())!), Yield),
        new("TryBlock.Catch when", Yield, user => Try(Fail()).Catch<IOException>(_ => { }, _ => user.Say())),
        new("TryBlock.Finally cleanup", Yield, user => Try(Noop()).Finally(() => user.Give(Noop())!), Yield),
        new("TaskGroup.CreateTask coroutine", Yield, user => Await(InGroup(group => group.CreateTask(user.Coroutine())))),
        new("TaskGroup.Start child", Yield, user => Await(Starting(user)), Yield),
        new("CoCondition.WaitFor predicate", Yield, user => Await(UnderCondition(user))),
        new("CoPriorityQueue`1.CoPriorityQueue comparer", Yield, user => Await(Comparing(user))),
        new("CoGroup.CreateTask coroutine", Yield, user => new CoGroup(Scheduler.Current).CreateTask(user.Coroutine())),
        new("CoGroup.CreateTask key", Call, user => new CoGroup(Scheduler.Current).CreateTask(user.Key(), Noop(), RestartPolicy.Queue)),
        new("CoGroup.FindTask key", Call, user => Find(user)),
        new("CoGroup.ExceptionHandler value", StandardError, user => Await(UnseenInGroup(user))),
        new("CoTaskExtensions.BindTo isAlive", Handler, user => Await(Bound(user))),
        new("Future.AddDoneCallback callback", Handler, user => Await(WithCallback(user))),
        new("Scheduler.CallSoon callback", Handler, user => Await(Calling(scheduler => scheduler.CallSoon(user.Fail)))),
        new("Scheduler.CallLater callback", Handler, user => Await(Calling(scheduler => scheduler.CallLater(0.5, user.Fail)))),
        new("Scheduler.CallAt callback", Handler, user => Await(Calling(scheduler => scheduler.CallAt(0, user.Fail)))),
        new("Scheduler.CallSoonThreadsafe callback", Handler, user => Await(Calling(scheduler => scheduler.CallSoonThreadsafe(user.Fail)))),
        new("VirtualClock.CreateTimer callback", Handler, user => Await(TimedBy(user))),
        new("Scheduler.CreateTask coroutine", Yield, user => Scheduler.Current.CreateTask(user.Coroutine())),
        new("Scheduler.RunInExecutor function", Yield, user => Scheduler.Current.RunInExecutor(null, user.Say)),
        new("Scheduler.RunInExecutor action", Yield, user => Scheduler.Current.RunInExecutor(null, user.Fail)),
        new("Scheduler.RunCoroutineThreadsafe coroutine", Yield, user => Await(Scheduler.Current.RunCoroutineThreadsafe(user.Coroutine()))),
        new("Scheduler.TaskFactory value", Call, user => WithFactory(user, () => CreateTask(Noop())), Call),
        new("Scheduler.TaskFactory value, in a wait without time", Yield, user => Await(WithFactoryIn(user, () => WaitFor(Noop(), 0))), Yield),
        new("Scheduler.TaskFactory value, in a start", Yield, user => Await(InGroup(group => WithFactoryIn(user, () => group.Start(_ => Noop())))), Yield),
        new("Scheduler.Observe listener", Handler, user => Await(Observed(new UserListener(user.Fail)))),
        new("StepRecorderOptions.Filter value", Handler, user => Await(Recorded(user))),
        new("Scheduler.ExceptionHandler value", StandardError, user => Await(WithHandler(user))),
    }.ToDictionary(place => place.Name);

    private static IEnumerator<Awaitable> Noop()
    {
        yield return null;
    }

    private static T Fail<T>(User user, T value)
    {
        user.Fail();
        return value;
    }

    private static Awaitable Emitting<TSignal>(TSignal signal, Action<TSignal> listen, Action<TSignal> emit)
    {
        listen(signal);
        emit(signal);
        return Yield();
    }

    private static IEnumerator<Awaitable> One()
    {
        yield return Return(1);
    }

    private static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException("the body's");
    }

    private static Awaitable Printing(User user)
    {
        PrintCallGraph(file: new UserWriter(user));
        return default;
    }

    private static Awaitable Writing(User user)
    {
        CoStream.CreatePair().First.WriteLines(user.List("line"));
        return Yield();
    }

    private static IEnumerator<Awaitable> Deferring(User user)
    {
        Defer(user.Coroutine());
        yield return null;
    }

    private static IEnumerator<Awaitable> Settling(User user)
    {
        yield return Settle(user.Coroutine(), out Outcome outcome);
        outcome.ThrowIfFailed();
    }

    private static IEnumerator<Awaitable> InGroup(Func<TaskGroup, CoTask> start)
    {
        var group = new TaskGroup();
        CoTask child = start(group);
        yield return Settle(group, out _);
        _ = child.Result;
    }

    private static IEnumerator<Awaitable> InGroup(Func<TaskGroup, IEnumerator<Awaitable>> use)
    {
        var group = new TaskGroup();
        yield return Settle(use(group), out Outcome outcome);
        yield return group;
        outcome.ThrowIfFailed();
    }

    private static IEnumerator<Awaitable> Starting(User user)
    {
        var group = new TaskGroup();
        yield return Settle(group.Start(_ => user.Give(Noop())!), out Outcome outcome);
        yield return group;
        outcome.ThrowIfFailed();
    }

    private static IEnumerator<Awaitable> UnderCondition(User user)
    {
        var condition = new CoCondition();
        yield return condition.Acquire().Into(out Awaitable<Releaser> held);
        using (held.Result)
        {
            yield return condition.WaitFor(user.Say);
        }
    }

    private static IEnumerator<Awaitable> Comparing(User user)
    {
        var queue = new CoPriorityQueue<int>(comparer: user);
        yield return queue.Put(1);
        yield return queue.Put(2);
    }

    private static Awaitable Connecting(User user)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return Await(Connecting(socket, user));
    }

    private static IEnumerator<Awaitable> Connecting(Socket socket, User user)
    {
        using (socket)
        {
            yield return Connect(socket, new UserEndPoint(user));
        }
    }

    private static CoTask Find(User user)
    {
        var group = new CoGroup(Scheduler.Current);
        group.CreateTask("other", Noop(), RestartPolicy.Queue);
        return group.FindTask(user.Key())!;
    }

    private static IEnumerator<Awaitable> UnseenInGroup(User user)
    {
        var group = new CoGroup(Scheduler.Current) { ExceptionHandler = _ => user.Fail() };
        group.CreateTask(Fail());
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Bound(User user)
    {
        CoTask task = CreateTask(Sleeper()).BindTo(user.Say);
        yield return Settle(task, out _, includeCancellation: true);
    }

    private static IEnumerator<Awaitable> Sleeper()
    {
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> WithCallback(User user)
    {
        var future = new Future();
        future.AddDoneCallback(_ => user.Fail());
        future.SetResult();
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Calling(Func<Scheduler, Handle> call)
    {
        call(Scheduler.Current);
        yield return Sleep(1);
    }

    private static IEnumerator<Awaitable> Observed(IStepListener listener)
    {
        using (Scheduler.Current.Observe(listener))
        {
            yield return Sleep(1);
        }
    }

    private static IEnumerator<Awaitable> Recorded(User user)
    {
        using (new StepRecorder(Scheduler.Current, new StepRecorderOptions { Filter = _ => user.Say() }))
        {
            yield return Sleep(1);
        }
    }

    private static IEnumerator<Awaitable> TimedBy(User user)
    {
        var clock = (VirtualClock)Scheduler.Current.Options.TimeProvider;
        clock.CreateTimer(_ => user.Fail(), null, TimeSpan.FromSeconds(0.5), System.Threading.Timeout.InfiniteTimeSpan);
        yield return Sleep(1);
    }

    private static Awaitable WithFactory(User user, Func<Awaitable> act)
    {
        Scheduler scheduler = Scheduler.Current;
        scheduler.TaskFactory = start => user.Give<object>(start) is null ? default : start;
        try
        {
            return act();
        }
        finally
        {
            scheduler.TaskFactory = null;
        }
    }

    private static IEnumerator<Awaitable> WithFactoryIn(User user, Func<Awaitable> act)
    {
        Scheduler scheduler = Scheduler.Current;
        scheduler.TaskFactory = start => user.Give<object>(start) is null ? default : start;
        try
        {
            yield return act();
        }
        finally
        {
            scheduler.TaskFactory = null;
        }
    }

    private static IEnumerator<Awaitable> WithHandler(User user)
    {
        Scheduler scheduler = Scheduler.Current;
        Action<ExceptionContext>? before = scheduler.ExceptionHandler;
        scheduler.ExceptionHandler = _ => user.Fail();
        try
        {
            scheduler.CallSoon(() => throw new IOException("the callback's"));
            yield return Sleep(1);
        }
        finally
        {
            scheduler.ExceptionHandler = before;
        }
    }
}
