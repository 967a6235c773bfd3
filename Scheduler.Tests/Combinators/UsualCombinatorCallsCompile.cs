using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>
/// No call of a combinator that a user would write is ambiguous to the compiler. That this file compiles is the test; it is run
/// as well, so that each form also does what it says.
/// </summary>
public sealed class UsualCombinatorCallsCompile
{
    private static readonly string[] _names = ["a", "b"];

    [Test]
    public void Gather_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Gathers());
    }

    private static IEnumerator<Awaitable> Gathers()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        Future<int> future = Done(1);
        var untyped = new Future();
        untyped.SetResult("x");
        Awaitable<int> call = Await<int>(One());
        List<CoTask> plains = [plain, task];
        CoTask<int>[] tasks = [task, CreateTask<int>(One())];

        yield return Gather();
        yield return Gather(Noop());
        yield return Gather(Noop(), One());
        yield return Gather(plain, task, future, untyped, Await<int>(One()), Sleep(0), Await(Noop()), Yield(), Try(Noop()));
        yield return Gather(plain, plain);
        yield return Gather(plain, Sleep(1));
        yield return Gather(plains);
        yield return Gather(plains);
        yield return Gather([plain, task]);
        yield return Gather([plain, task]);
        yield return Gather([Noop(), One()]);
        yield return Gather([Sleep(1), Await(Noop())]);
        yield return Gather(_names.Select(_ => Noop()));
        yield return Gather(_names.Select(_ => CreateTask(Noop())));
        yield return Gather(_names.Select(_ => Sleep(1)));
        yield return Gather(Gather(plain), Gather(task));
        yield return Gather(Gather(plain), Gather<int>(task), Sleep(1));
        Future all = Gather(plain, Sleep(1));
        yield return all;
        Future<object?[]> results = Gather(plain, Sleep(1), untyped);
        yield return results;
        results.Result.ShouldBe([null, null, "x"]);
        Awaitable kept = Gather(Noop());
        yield return kept;

        yield return Gather(task, task).Into(out var a);
        yield return Gather(future, future).Into(out var b);
        yield return Gather(call, Await<int>(One())).Into(out var c);
        yield return Gather<int>(One(), One()).Into(out var d);
        yield return Gather(task, future, Await<int>(One())).Into(out var e);
        yield return Gather<int>().Into(out var f);
        yield return Gather(tasks).Into(out var g);
        yield return Gather(tasks.ToList()).Into(out var h);
        yield return Gather([task, task]).Into(out var i);
        yield return Gather([task, task]).Into(out var j);
        yield return Gather([future, future]).Into(out var k);
        yield return Gather<int>([One(), One()]).Into(out var l);
        yield return Gather<int>(_names.Select(_ => One())).Into(out var m);
        yield return Gather([Await<int>(One()), Await(future)]).Into(out var n);
        yield return Gather(_names.Select(_ => CreateTask<int>(One()))).Into(out var o);
        yield return Gather(_names.Select(_ => Await<int>(One()))).Into(out var p);
        Awaitable<int[]>[] twos = [a, b, c, d, g, h, i, j, k, l, m, n, o, p];
        twos.Select(two => two.Result).ShouldAllBe(two => two.SequenceEqual(new[] { 1, 1 }));
        e.Result.ShouldBe([1, 1, 1]);
        f.Result.ShouldBeEmpty();

        yield return Settle(Gather(plain, task), out Outcome outcome);
        yield return Settle(Gather(plain, task), out var typedOutcome);
        yield return Settle(Gather(task, task), out var ofInts);
        outcome.IsSuccess.ShouldBeTrue();
        typedOutcome.Result.ShouldBe([null, 1]);
        ofInts.Result.ShouldBe([1, 1]);
        yield return WaitFor(Gather(Noop(), Noop()), 1);
        yield return WaitFor(Gather<int>(One(), One()), 1).Into(out var inTime);
        inTime.Result.ShouldBe([1, 1]);
    }

    [Test]
    public void GatherOutcomes_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Outcomes());
    }

    private static IEnumerator<Awaitable> Outcomes()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        Future<int> future = Done(1);

        yield return GatherOutcomes().Into(out var none);
        yield return GatherOutcomes(Noop(), Fail()).Into(out var a);
        yield return GatherOutcomes(plain, Sleep(1), task, future).Into(out var b);
        yield return GatherOutcomes([plain, task]).Into(out var c);
        yield return GatherOutcomes([Noop(), Fail()]).Into(out var d);
        yield return GatherOutcomes(_names.Select(_ => Noop())).Into(out var e);
        none.Result.ShouldBeEmpty();
        new[] { a, b, c, d, e }.Select(all => all.Result.Count(outcome => outcome.IsSuccess)).ShouldBe([1, 4, 2, 1, 2]);

        yield return GatherOutcomes<int>().Into(out var noInt);
        yield return GatherOutcomes<int>(One(), Fail()).Into(out var f);
        yield return GatherOutcomes(task, task).Into(out var g);
        yield return GatherOutcomes(future, future).Into(out var h);
        yield return GatherOutcomes(task, future, Try<int>(One())).Into(out var i);
        yield return GatherOutcomes([task, task]).Into(out var j);
        yield return GatherOutcomes(_names.Select(_ => Await<int>(One()))).Into(out var k);
        yield return GatherOutcomes<int>(_names.Select(_ => One())).Into(out var l);
        noInt.Result.ShouldBeEmpty();
        new[] { f, g, h, i, j, k, l }.Select(all => all.Result.Where(outcome => outcome.IsSuccess).Sum(outcome => outcome.Result))
            .ShouldBe([1, 2, 2, 3, 2, 2, 2]);
    }

    [Test]
    public void Wait_TakesTasksAndFutures()
    {
        using var rig = new Rig();
        rig.Run(Waits());
    }

    private static IEnumerator<Awaitable> Waits()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        Future<int> future = Done(1);
        List<CoTask> plains = [plain, task];
        HashSet<CoTask<int>> set = [task];

        yield return Wait([plain]);
        yield return Wait([task, future]).Into(out var mixed);
        mixed.Result.Done.ShouldBe([task, future]);
        yield return Wait([plain, task]).Into(out var a);
        yield return Wait(plains).Into(out var b);
        yield return Wait(plains, timeout: 1).Into(out var c);
        yield return Wait(plains, timeout: 0.5, returnWhen: ReturnWhen.FirstCompleted).Into(out var d);
        yield return Wait(plains, TimeSpan.FromSeconds(1)).Into(out var e);
        yield return Wait(plains, returnWhen: ReturnWhen.FirstException).Into(out var f);
        yield return Wait(set).Into(out var ofSet);
        yield return Wait(new Future[] { plain, future }).Into(out var ofFutures);
        yield return Wait([future]).Into(out var ofFuture);

        new[] { a, b, c, d, e, f }.ShouldAllBe(wait => wait.Result.Done.Count == 2 && wait.Result.Pending.Count == 0);
        (IReadOnlyList<CoTask<int>> done, IReadOnlyList<CoTask<int>> pending) = ofSet.Result;
        done[0].Result.ShouldBe(1);
        pending.ShouldBeEmpty();
        var (doneFutures, _) = ofFutures.Result;
        doneFutures.ShouldBe([plain, future]);
        ofFuture.Result.Done[0].Result.ShouldBe(1);
    }

    [Test]
    public void Shield_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Shields());
    }

    private static IEnumerator<Awaitable> Shields()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        Future<int> future = Done(1);

        yield return Shield(plain);
        yield return Shield(Noop());
        yield return Shield(Sleep(1));
        yield return Shield(Await(Noop()));
        yield return Shield(task).Into(out var a);
        yield return Shield(future).Into(out var b);
        yield return Shield<int>(One()).Into(out var c);
        yield return Shield(Await<int>(One())).Into(out var d);
        yield return WaitFor(Shield(CreateTask(Noop())), 1);
        yield return WaitFor(Shield(CreateTask<int>(One())), 1).Into(out var e);
        yield return Settle(Shield(Noop()), out _, includeCancellation: true);
        (a.Result + b.Result + c.Result + d.Result + e.Result).ShouldBe(5);
    }

    [Test]
    public void AsCompleted_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Completes());
    }

    private static IEnumerator<Awaitable> Completes()
    {
        int count = 0;
        CoTask<int> task = CreateTask<int>(One());
        List<CoTask> plains = [CreateTask(Noop()), task];
        List<CoTask<int>> tasks = [task, CreateTask<int>(One())];
        foreach (var next in AsCompleted(plains))
        {
            yield return next;
            count++;
        }

        foreach (var next in AsCompleted(plains, timeout: 1).Tasks)
        {
            yield return next.Into(out var done);
            count += plains.Contains(done.Result) ? 1 : 0;
        }

        foreach (var next in AsCompleted(tasks))
        {
            yield return next.Into(out var result);
            count += result.Result;
        }

        foreach (var next in AsCompleted(tasks, TimeSpan.FromSeconds(1)).Tasks)
        {
            yield return next;
            count += next.Result.Result;
        }

        foreach (var next in AsCompleted([Noop(), One()]))
        {
            yield return next;
            count++;
        }

        foreach (var next in AsCompleted<int>([One(), One()], timeout: 0.5))
        {
            yield return next;
            count += next.Result;
        }

        foreach (var next in AsCompleted([task, task]))
        {
            yield return next;
            count += next.Result;
        }

        foreach (var next in AsCompleted([Done(1), Done(1)]).Tasks)
        {
            yield return next;
            count += next.Result.Result;
        }

        foreach (Awaitable next in AsCompleted([Sleep(1), Await(Noop())]))
        {
            yield return next;
            count++;
        }

        foreach (var next in AsCompleted(_names.Select(_ => Await<int>(One()))))
        {
            yield return next;
            count += next.Result;
        }

        count.ShouldBe(19);
    }

    [Test]
    public void Race_TakesEverythingThatCanBeAwaited()
    {
        using var rig = new Rig();
        rig.Run(Races());
    }

    private static IEnumerator<Awaitable> Races()
    {
        CoTask plain = CreateTask(Noop());
        CoTask<int> task = CreateTask<int>(One());
        yield return Race(Noop(), Sleeping());
        yield return Race(plain, Sleep(1));
        yield return Race([plain, task]);
        yield return Race([Noop(), Sleeping()], delay: 1);
        yield return Race([Sleep(1), Sleep(2)]);
        Future<(int Index, object? Result)> untyped = Race(plain, Sleep(1));
        yield return untyped;
        yield return Race<int>(One(), One()).Into(out var a);
        yield return Race(task, task).Into(out var b);
        yield return Race(Done(1), Done(1)).Into(out var c);
        yield return Race(Await<int>(One()), Await<int>(One())).Into(out var d);
        yield return Race<int>([One(), One()], delay: 0.5).Into(out var e);
        yield return Race<int>([One(), One()], TimeSpan.FromSeconds(1)).Into(out var f);
        yield return Race([task, task]).Into(out var g);
        yield return Race(task, Done(1), Try<int>(One())).Into(out var h);
        var (index, result) = a.Result;
        (index, result).ShouldBe((0, 1));
        new[] { b, c, d, e, f, g, h }.ShouldAllBe(race => race.Result.Index == 0 && race.Result.Result == 1);
        untyped.Result.Index.ShouldBe(0);
    }

    [Test]
    public void Threads_TakeFunctionsAndActions()
    {
        using var pool = new CoThreadPool(maxThreads: 1);
        Scheduler.Run(Threads(pool));
    }

    private static IEnumerator<Awaitable> Threads(CoThreadPool pool)
    {
        int set = 0;
        yield return ToThread(() => 1).Into(out var a);
        yield return ToThread(Compute).Into(out var b);
        yield return ToThread(() => { set++; });
        yield return ToThread(Act);
        yield return RunInExecutor(null, () => 1).Into(out var c);
        yield return RunInExecutor(pool, Compute).Into(out var d);
        yield return RunInExecutor(pool, () => { set++; });
        yield return RunInExecutor(pool, Act);
        yield return Scheduler.Current.RunInExecutor(pool, Compute);
        yield return Scheduler.Current.RunInExecutor(null, Act);
        yield return Gather(ToThread(() => 1), ToThread(Compute)).Into(out var e);
        yield return Settle(ToThread(() => throw new IOException("lost")), out var outcome);
        yield return WaitFor(ToThread(Compute), 30);
        yield return Await(Scheduler.Current.RunCoroutineThreadsafe(Noop()));
        yield return Await(Scheduler.Current.RunCoroutineThreadsafe<int>(One(), CancellationToken.None)).Into(out var f);
        (a.Result + b.Result + c.Result + d.Result + e.Result.Sum() + f.Result).ShouldBe(7);
        set.ShouldBe(2);
        outcome.Exception.ShouldBeOfType<IOException>();
    }

    [Test]
    public void Results_OfDifferentTypes_ComeAsWhatTheyShare()
    {
        Scheduler.Run<object[]>(Main()).ShouldBe(["a", 1]);

        static IEnumerator<Awaitable> Main()
        {
            CoTask<string> text = CreateTask<string>(Give("a"));
            CoTask<object> number = CreateTask<object>(Give<object>(1));
            yield return Gather(text, number).Into(out var both);
            yield return GatherOutcomes<object>(text, number).Into(out var outcomes);
            yield return Race<object>(text, number).Into(out var race);
            outcomes.Result.Select(outcome => outcome.Result).ShouldBe(both.Result);
            race.Result.ShouldBe((0, "a"));
            yield return Return(both.Result);
        }
    }

    private static IEnumerator<Awaitable> Give<T>(T result)
    {
        yield return Return(result);
    }

    private static int Compute() => 1;

    private static void Act()
    {
    }

    private static Future<int> Done(int result)
    {
        var done = new Future<int>();
        done.SetResult(result);
        return done;
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> One()
    {
        yield return Return(1);
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(10);
    }

    private static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException("fail");
    }
}
