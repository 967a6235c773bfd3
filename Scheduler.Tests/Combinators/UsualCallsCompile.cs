using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>
/// No call that a user would write is ambiguous to the compiler. That this file compiles is the test; it is run as well,
/// so that each form also does what it says.
/// </summary>
public sealed class UsualCallsCompile
{
    private int _count;

    [SetUp]
    public void SetUp() => _count = 0;

    [Test]
    public void Coroutine_MayYieldEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Yields());
        _count.ShouldBe(10);
    }

    private IEnumerator<Awaitable> Yields()
    {
        CoTask task = CreateTask(Noop());
        CoTask<int> typedTask = CreateTask<int>(One(), name: "typed");
        var future = new Future();
        var typedFuture = new Future<int>();
        Scheduler.Current.CallSoon(() => future.SetResult());
        Scheduler.Current.CallSoon(() => typedFuture.SetResult(1));
        Awaitable<int> call = Await<int>(One());
        Awaitable kept = Sleep(0);
        Awaitable<int> ofTask = typedTask;
        Awaitable<int> ofFuture = typedFuture;

        yield return null;
        yield return Yield();
        yield return NextFrame();
        yield return task;
        yield return typedTask;
        yield return future;
        yield return typedFuture;
        yield return call;
        yield return kept;
        yield return ofTask;
        yield return ofFuture;
        yield return CreateTask(Noop());
        yield return CreateTask<int>(One());
        yield return Await(Noop());
        yield return Await(One());
        yield return Await<int>(One()).Into(out var into);
        yield return Sleep(1);
        yield return Sleep(0.5);
        yield return Sleep(TimeSpan.FromSeconds(1));
        yield return WaitUntil(() => true);
        yield return WaitWhile(() => false);
        yield return Try(Noop());
        yield return Try(task).Finally(Count);
        yield return _count > 0 ? task : null;
        yield return call.Result == 1 ? Sleep(1) : future;
        _count += into.Result + ofTask.Result + ofFuture.Result + typedTask.Result + typedFuture.Result + call.Result;

        yield return Await(DotNet());
        yield return Await(DotNetOne());
        yield return Await(DotNetOne()).Into(out var one);
        yield return Await(new ValueTask());
        yield return Await(new ValueTask<int>(1));
        yield return Await(ValueOne()).Into(out var two);
        Awaitable<int> three = Await(Task.FromResult(1));
        yield return three;
        _count += one.Result + two.Result + three.Result;
        Defer(Noop());
        if (_count > 0)
        {
            yield return Return(_count);
        }

        yield break;
    }

    [Test]
    public void Settle_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run<string>(Settles()).ShouldBe("1 1 1 1 1 1");
    }

    private static IEnumerator<Awaitable> Settles()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        var future = new Future<int>();
        future.SetResult(1);
        Awaitable<int> call = Await<int>(One());

        yield return Settle(Noop(), out var a);
        yield return Settle(Await(Noop()), out a);
        yield return Settle(plain, out var b);
        yield return Settle(Sleep(1), out var c);
        yield return Settle(Try(Noop()), out var d);
        yield return Settle(Try(Noop()).Catch<Exception>(_ => { }), out d, includeCancellation: true);
        yield return Settle(CreateTask(Noop()), out var e);
        yield return Settle(WaitUntil(() => true), out var f);
        yield return Settle(task, out var g);
        yield return Settle(future, out var h);
        yield return Settle(call, out var i);
        yield return Settle<int>(One(), out var j);
        yield return Settle(Await<int>(One()), out var k, includeCancellation: true);
        yield return Settle(CreateTask<int>(One()), out var l);
        yield return Settle(Await(DotNetOne()), out var m);
        yield return Settle(Await(DotNet()), out var n);
        yield return Settle(task, out Outcome untyped);
        yield return Settle(Settle(task, out _), out _);
        Outcome[] outcomes = [a, b, c, d, e, f, n, untyped];
        outcomes.ShouldAllBe(outcome => outcome.IsSuccess);
        yield return Return($"{g.Result} {h.Result} {i.Result} {j.Result} {k.Result} {l.Result * m.Result}");
    }

    [Test]
    public void TryCatchFinally_TakeLambdasAndMethods()
    {
        using var rig = new Rig();
        rig.Run(Tries());
        _count.ShouldBe(7);
    }

    private IEnumerator<Awaitable> Tries()
    {
        yield return Try(Fail()).Catch<IOException>(e => Recover(e));
        yield return Try(Fail()).Catch<IOException>(Recover);
        yield return Try(Fail()).Catch((IOException e) => Recover(e));
        yield return Try(Fail()).Catch<IOException>(e => _count++);
        yield return Try(Fail()).Catch<IOException>(Handle).Finally(Noop);
        yield return Try(Fail()).Catch<IOException>(_ => { }).Finally(Count);
        yield return Try(Fail()).Catch<IOException>(e => { Handle(e); }, when: e => e.Message.Length > 0).Finally(() => Noop());
        yield return Try(Fail()).Catch<IOException>(_ => { }).Finally(() => { });
        yield return Settle(Try(Fail()).Catch<IOException>(e => throw new IOException("again", e)), out var outcome);
        outcome.IsSuccess.ShouldBeFalse();
    }

    [Test]
    public void TryWithAResult_TakesLambdasAndMethods()
    {
        using var rig = new Rig();
        rig.Run<string>(TypedTries()).ShouldBe("1 2 3 4 5 6 7  1 1 1 1");
        _count.ShouldBe(4);
    }

    private IEnumerator<Awaitable> TypedTries()
    {
        CoTask<int> task = CreateTask<int>(One());
        var future = new Future<int>();
        future.SetResult(1);
        yield return Try<int>(One()).Catch<IOException>(e => -1).Into(out var a);
        yield return Try<int>(Fail()).Catch<IOException>(e => 2).Into(out var b);
        yield return Try<int>(Fail()).Catch<IOException>(e => Give(3)).Into(out var c);
        yield return Try<int>(Fail()).Catch<IOException>(GiveFour).Catch<Exception>(_ => 0).Finally(Noop).Into(out var d);
        yield return Try<int>(Fail()).Catch((IOException e) => 5, when: e => e.Message.Length > 0).Finally(() => { }).Into(out var e);
        yield return Try<int>(Fail()).Catch<IOException>(Six).Into(out var f);
        yield return Try<int>(Fail()).Catch<IOException>(e => { Handle(e); return 7; }).Into(out var g);
        yield return Try<string?>(Fail()).Catch<IOException>(e => null).Finally(() => Noop()).Into(out var h);
        yield return Try(task).Catch<IOException>(e => -1).Into(out var i);
        yield return Try(future).Catch<IOException>(e => Give(-1)).Into(out var j);
        yield return Try(Await<int>(One())).Catch<IOException>(Handle).Into(out var k);
        Awaitable<int> l = Try<int>(One()).Finally(Count);
        yield return l;
        yield return Try(Await<int>(Fail())).Catch<IOException>(e => { Handle(e); });
        yield return Try(CreateTask<int>(Fail())).Catch<IOException>(Recover);
        yield return Settle(Try<int>(Fail()).Catch<IOException>(e => throw new IOException("again", e)), out Outcome<int> typed);
        yield return Settle(Try<int>(Fail()), out var untyped);
        (typed.IsSuccess || untyped.IsSuccess).ShouldBeFalse();
        yield return Return($"{a.Result} {b.Result} {c.Result} {d.Result} {e.Result} {f.Result} {g.Result} {h.Result} {i.Result} {j.Result} {k.Result} {l.Result}");
    }

    [Test]
    public void Defer_TakesCoroutinesLambdasAndMethods()
    {
        using var rig = new Rig();
        rig.Run(Defers());
        _count.ShouldBe(7);
    }

    private IEnumerator<Awaitable> Defers()
    {
        var error = new IOException();
        Defer(Recover(error));
        Defer(() => Recover(error));
        Defer(() => { });
        Defer(() => Count());
        Defer(() => _count++);
        Defer(Count);
        Defer(Noop);
        Defer(() =>
        {
            Count();
            return Recover(error);
        });
        yield break;
    }

    [Test]
    public void Scheduler_RunsEverythingThatCanBeRun()
    {
        SchedulerOptions options = new() { TimeProvider = new VirtualClock() };
        Scheduler.Run(Noop());
        Scheduler.Run(Noop(), options);
        int a = Scheduler.Run<int>(One());
        int b = Scheduler.Run<int>(One(), options, CancellationToken.None);
        using Scheduler scheduler = new(options);
        scheduler.RunUntilComplete(Noop());
        int c = scheduler.RunUntilComplete<int>(One());
        scheduler.RunUntilComplete(scheduler.CreateTask(Noop()));
        int d = scheduler.RunUntilComplete(scheduler.CreateTask<int>(One()));
        Future<int> future = scheduler.CreateFuture<int>();
        scheduler.CallSoon(() => future.SetResult(1));
        int e = scheduler.RunUntilComplete(future);
        scheduler.CallLater(1, Count);
        scheduler.CallLater(TimeSpan.FromSeconds(1), () => Count());
        scheduler.CallAt(1, Count).Cancel();
        scheduler.CallSoonThreadsafe(() => _count++);
        scheduler.Tick(2);
        scheduler.Tick(0.5);
        scheduler.Tick(TimeSpan.FromSeconds(1));

        (a + b + c + d + e).ShouldBe(5);
        _count.ShouldBe(3);
    }

    private void Count() => _count++;

    private void Handle(IOException error) => _count++;

    private IEnumerator<Awaitable> Recover(IOException error)
    {
        yield return null;
        _count++;
    }

    private static IEnumerator<Awaitable> Give(int value)
    {
        yield return Return(value);
    }

    private static IEnumerator<Awaitable> GiveFour(IOException error) => Give(4);

    private static int Six(IOException error) => 6;

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> One()
    {
        yield return Return(1);
    }

    private static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException("fail");
    }

    private static Task DotNet() => Task.CompletedTask;

    private static Task<int> DotNetOne() => Task.FromResult(1);

    private static ValueTask<int> ValueOne() => new(1);
}
