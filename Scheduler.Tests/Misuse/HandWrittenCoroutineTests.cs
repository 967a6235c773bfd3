using System.Collections;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>Coroutines that no compiler made: classes, queries, collections. Whatever they do, others go on as before.</summary>
public sealed class HandWrittenCoroutineTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    /// <summary>Runs a coroutine between two witnesses, whose order and steps have to stay as they are.</summary>
    private CoTask RunBetweenWitnesses(IEnumerator<Awaitable> coroutine, Action<CoTask>? afterTheFirst = null)
    {
        _rig.Start(_rig.Steps("a", 3));
        CoTask task = _rig.Start(coroutine, "odd");
        _rig.Start(_rig.Steps("b", 3));
        _rig.Iterate();
        afterTheFirst?.Invoke(task);
        _rig.Iterate(3);
        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("a1", "b1", "a2", "b2", "a3", "b3", "a end", "b end");
        _rig.Run<int>(Returning()).ShouldBe(1);
        return task;
    }

    private static IEnumerator<Awaitable> Returning()
    {
        yield return null;
        yield return Return(1);
    }

    [Test]
    public void Class_ThatBehaves_Works()
    {
        var odd = new Odd { Steps = 2 };
        RunBetweenWitnesses(odd).Exception.ShouldBeNull();

        odd.Moves.ShouldBe(3);
        odd.Disposals.ShouldBe(1);
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Class_ThatThrowsInMoveNext_FailsItsTask(int afterSteps)
    {
        var odd = new Odd { Steps = 5, ThrowInMoveNextAfter = afterSteps };
        RunBetweenWitnesses(odd).Exception.ShouldNotBeNull().Message.ShouldBe("MoveNext");

        odd.Disposals.ShouldBe(1);
    }

    [Test]
    public void Class_ThatThrowsInCurrent_FailsItsTask()
    {
        var odd = new Odd { Steps = 2, ThrowInCurrent = true };
        RunBetweenWitnesses(odd).Exception.ShouldNotBeNull().Message.ShouldBe("Current");

        odd.Disposals.ShouldBe(1);
    }

    [Test]
    public void Class_ThatThrowsInDispose_AfterAGoodEnd_FailsItsTask() =>
        RunBetweenWitnesses(new Odd { Steps = 1, ThrowInDispose = true }).Exception.ShouldNotBeNull().Message.ShouldBe("Dispose");

    [Test]
    public void Class_ThatThrowsEverywhere_FailsItsTask_WithTheLastOne()
    {
        Exception error = RunBetweenWitnesses(
            new Odd { ThrowInMoveNextAfter = 0, ThrowInCurrent = true, ThrowInDispose = true }).Exception.ShouldNotBeNull();

        error.Message.ShouldBe("Dispose");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("MoveNext");
    }

    [Test]
    public void Class_ThatThrowsInDispose_WhenItIsCancelled_FailsItsTask()
    {
        CoTask task = RunBetweenWitnesses(new Odd { Steps = 9, ThrowInDispose = true }, afterTheFirst: task => task.Cancel());

        task.IsCancelled.ShouldBeFalse();
        task.Exception.ShouldNotBeNull().GetReplacedException().ShouldBeOfType<CancelledException>();
    }

    [Test]
    public void Class_ThatGoesOnAfterItsEnd_IsNotAskedAgain()
    {
        var odd = new Odd { Steps = 1, GoesOnAfterItsEnd = true };
        RunBetweenWitnesses(odd);

        odd.Moves.ShouldBe(2);
    }

    [Test]
    public void Class_AwaitedByAnother_FailsThatOne_UnlessItSettles()
    {
        IEnumerator<Awaitable> Settling()
        {
            yield return Settle(new Odd { ThrowInMoveNextAfter = 0 }, out Outcome outcome);
            outcome.Exception!.Message.ShouldBe("MoveNext");
            yield return Settle(new Odd { Steps = 1, ThrowInDispose = true }, out outcome);
            outcome.Exception!.Message.ShouldBe("Dispose");
        }

        RunBetweenWitnesses(Settling()).Exception.ShouldBeNull();
    }

    [Test]
    public void Query_IsACoroutineToo()
    {
        int asked = 0;
        IEnumerable<Awaitable> query = Enumerable.Range(0, 2).Select(_ =>
        {
            asked++;
            return Yield();
        });
        RunBetweenWitnesses(query.GetEnumerator()).Exception.ShouldBeNull();

        asked.ShouldBe(2);
    }

    [Test]
    public void Query_ThatThrows_FailsItsTask() =>
        RunBetweenWitnesses(Enumerable.Range(0, 2).Select<int, Awaitable>(i => throw new IOException($"query {i}")).GetEnumerator())
            .Exception.ShouldNotBeNull().Message.ShouldBe("query 0");

    [Test]
    public void Collections_AreCoroutinesToo()
    {
        List<Awaitable> list = [null, Yield()];
        Awaitable[] array = [null, Yield()];
        IEnumerator<Awaitable> Both()
        {
            yield return Await(list.GetEnumerator());
            yield return Await(((IEnumerable<Awaitable>)array).GetEnumerator());
            _rig.Log("both");
        }

        _rig.Run(Both());
        _rig.ShouldHaveLogged("both");
    }

    [Test]
    public void List_ChangedWhileItRuns_FailsItsTask()
    {
        List<Awaitable> list = [null, null, null];
        RunBetweenWitnesses(list.GetEnumerator(), afterTheFirst: _ => list.Add(null))
            .Exception.ShouldBeOfType<InvalidOperationException>();
    }

    [Test]
    public void SharedEmptyEnumerator_CanBeAwaitedAnyNumberOfTimes()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 5; i++)
            {
                yield return Await(Enumerable.Empty<Awaitable>().GetEnumerator());
                yield return CreateTask(((IEnumerable<Awaitable>)[]).GetEnumerator());
            }

            _rig.Log("end");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("end");
    }

    private sealed class Odd : IEnumerator<Awaitable>
    {
        internal int Steps { get; init; }

        internal int ThrowInMoveNextAfter { get; init; } = int.MaxValue;

        internal bool ThrowInCurrent { get; init; }

        internal bool ThrowInDispose { get; init; }

        internal bool GoesOnAfterItsEnd { get; init; }

        internal int Moves { get; private set; }

        internal int Disposals { get; private set; }

        public Awaitable Current => ThrowInCurrent ? throw new IOException("Current") : Yield();

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (Moves >= ThrowInMoveNextAfter)
            {
                throw new IOException("MoveNext");
            }

            return Moves++ < Steps || (GoesOnAfterItsEnd && Moves > Steps + 1);
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            Disposals++;
            if (ThrowInDispose)
            {
                throw new IOException("Dispose");
            }
        }
    }
}
