using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Queues;

/// <summary>
/// The result of a <c>Get</c>, whose object is used again: in whichever way it is read, it is that call's own or an error.
/// </summary>
public class GetResultTests
{
    private readonly CoQueue<int> _numbers = new(name: "numbers");
    private readonly Rig _rig = new();

    [SetUp]
    public void SetUp()
    {
        for (int i = 1; i <= 20; i++)
        {
            _numbers.PutNoWait(i);
        }
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_OfAVariable_CanBeReadAnyNumberOfTimes()
    {
        Awaitable<int> get = _numbers.Get();
        yield return get;
        get.Result.ShouldBe(1);
        yield return _numbers.Get().Into(out var second);
        second.Result.ShouldBe(2);
        get.Result.ShouldBe(1);
        second.Result.ShouldBe(2);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Results_OfSeveralGets_CanBeReadLaterAndInAnyOrder()
    {
        yield return _numbers.Get().Into(out var first);
        yield return _numbers.Get().Into(out var second);
        yield return _numbers.Get().Into(out var third);
        third.Result.ShouldBe(3);
        first.Result.ShouldBe(1);
        yield return _numbers.Get().Into(out var fourth);
        yield return _numbers.Get().Into(out var fifth);
        second.Result.ShouldBe(2);
        (fifth.Result + fourth.Result + first.Result).ShouldBe(10);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_UnderSettle_CanBeReadAnyNumberOfTimes()
    {
        yield return Settle(_numbers.Get(), out Outcome<int> first);
        yield return Settle(_numbers.Get(), out Outcome<int> second);
        for (int i = 0; i < 3; i++)
        {
            second.Result.ShouldBe(2);
            first.Result.ShouldBe(1);
            ((Outcome)first).Result.ShouldBe(1);
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_ReadByALambda_IsKeptForAll()
    {
        Awaitable<int> get = _numbers.Get();
        Func<int> read = () => get.Result;
        yield return get;
        read().ShouldBe(1);
        get.Result.ShouldBe(1);
        yield return _numbers.Get();
        read().ShouldBe(1);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_OfATupleAndAnArray_IsKeptThere()
    {
        Awaitable<int>[] gets = [_numbers.Get(), _numbers.Get()];
        yield return gets[1];
        yield return gets[0];
        gets[0].Result.ShouldBe(2);
        gets[1].Result.ShouldBe(1);
        gets[0].Result.ShouldBe(2);
    }

    [Test]
    public void Result_OfACopy_IsNeverAnotherCallsValue()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return _numbers.Get().Into(out var get);
            Awaitable<int> unread = get;
            get.Result.ShouldBe(1);
            Awaitable<int> read = get;
            Awaitable<int> late = unread;
            unread.Result.ShouldBe(1);

            // The object serves the next call from here on, before, during and after its wait.
            Awaitable<int> next = _numbers.Get();
            ShouldBeGone(late);
            yield return next;
            ShouldBeGone(late);
            next.Result.ShouldBe(2);
            ShouldBeGone(late);
            read.Result.ShouldBe(1);
            unread.Result.ShouldBe(1);
        }

        static void ShouldBeGone(Awaitable<int> late) => Should.Throw<InvalidStateException>(() => late.Result).Message.ShouldBe(
            "The result of this Get from queue 'numbers' is gone: it was read through another copy, and another call has been made since. Keep what you have read, or read it from one variable, which keeps it.");
    }

    [Test]
    public void Result_OfAReadOnlyVariable_CanBeReadUntilTheNextCall()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (Awaitable<int> get in Gets())
            {
                yield return get;
                (get.Result + get.Result + get.Result).ShouldBe(3 * (20 - _numbers.Count));
            }

            _numbers.Count.ShouldBe(17);
        }

        IEnumerable<Awaitable<int>> Gets()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return _numbers.Get();
            }
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Result_BeforeTheYield_IsAnError()
    {
        Awaitable<int> get = _numbers.Get();
        Should.Throw<InvalidStateException>(() => get.Result).Message.ShouldBe(
            "The Get from queue 'numbers' is not done: its result is not there yet. Yield it first, then read its Result.");
        yield return get;
        get.Result.ShouldBe(1);
    }

    [Test]
    public void Result_WhileItWaits_IsAnError()
    {
        var empty = new CoQueue<int>();
        Awaitable<int> get = empty.Get();
        _rig.Start(Wait());
        _rig.Iterate();
        Should.Throw<InvalidStateException>(() => get.Result);
        empty.PutNoWait(5);
        Should.Throw<InvalidStateException>(() => get.Result);
        _rig.Iterate();
        get.Result.ShouldBe(5);

        IEnumerator<Awaitable> Wait()
        {
            yield return get;
        }
    }

    [Test]
    public void Result_OfAGetThatFailed_IsThatFailure()
    {
        var empty = new CoQueue<int>();
        empty.Shutdown();
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> get = empty.Get();
            yield return Settle((Awaitable)get, out Outcome outcome);
            outcome.IsSuccess.ShouldBeFalse();
            Should.Throw<QueueShutDownException>(() => get.Result);
            Should.Throw<QueueShutDownException>(() => get.Result);
        }
    }

    [Test]
    public void Get_AwaitedASecondTime_IsAnErrorAtTheYield([Values] bool isRead)
    {
        _rig.Run(Main());
        _numbers.Count.ShouldBe(19);

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> get = _numbers.Get();
            yield return get;
            if (isRead)
            {
                _ = get.Result;
            }

            yield return Settle(get, out Outcome<int> outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                "Main (task 'Task-1') awaits the same Get from queue 'numbers' a second time: a call can be awaited only once. Make a new one for each wait.");
            get.Result.ShouldBe(1);
        }
    }

    [Test]
    public void Get_ReadInOneOfManyTasks_IsThatTasksOwn()
    {
        var items = new CoQueue<int>();
        List<int> got = [];
        for (int i = 0; i < 100; i++)
        {
            _rig.Start(Read());
        }

        _rig.Iterate();
        for (int i = 0; i < 100; i++)
        {
            items.PutNoWait(i);
        }

        _rig.Iterate(3);
        got.ShouldBe(Enumerable.Range(0, 100));

        IEnumerator<Awaitable> Read()
        {
            yield return items.Get().Into(out var item);
            yield return null;
            got.Add(item.Result);
        }
    }
}
