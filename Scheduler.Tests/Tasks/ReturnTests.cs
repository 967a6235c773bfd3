using System.Collections;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary><c>Return(value)</c>, and what a caller may ask for it as.</summary>
public sealed class ReturnTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Return_ToATask_IsItsResult() => _rig.Run<int>(Returning(42)).ShouldBe(42);

    [Test]
    public void Return_OfADerivedType_IsAcceptedAsItsBase() => _rig.Run<object>(Returning("text")).ShouldBe("text");

    [Test]
    public void Return_OfAList_IsAcceptedAsAnInterface()
    {
        List<int> list = [1, 2];

        _rig.Run<IEnumerable>(Returning(list)).ShouldBeSameAs(list);
        _rig.Run<IReadOnlyList<int>>(Returning(list)).ShouldBeSameAs(list);
    }

    [Test]
    public void Return_OfAValue_IsBoxedForAnObject() => _rig.Run<object>(Returning(7)).ShouldBe(7);

    [Test]
    public void Return_OfAValue_IsAcceptedAsItsNullable() => _rig.Run<int?>(Returning(7)).ShouldBe(7);

    [Test]
    public void Return_OfANullableWithAValue_IsAcceptedAsTheValue() => _rig.Run<int>(Returning<int?>(7)).ShouldBe(7);

    [Test]
    public void Return_OfAnEmptyNullable_IsNullForANullable() => _rig.Run<int?>(Returning<int?>(null)).ShouldBeNull();

    [Test]
    public void Return_OfAnEmptyNullable_IsNullForAnObject() => _rig.Run<object?>(Returning<int?>(null)).ShouldBeNull();

    [Test]
    public void Return_OfNull_IsNullForAnyReferenceType()
    {
        _rig.Run<string?>(Returning<string?>(null)).ShouldBeNull();
        _rig.Run<string?>(Returning<object?>(null)).ShouldBeNull();
    }

    [Test]
    public void Return_OfNull_IsNoValueType() =>
        Should.Throw<InvalidOperationException>(() => _rig.Run<int>(Returning<object?>(null)))
            .Message.ShouldContain("was to return Int32, but returned Object");

    [TestCase(int.MinValue)]
    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    public void Return_OfAnyInt_IsThatInt(int value)
    {
        _rig.Run<int>(Returning(value)).ShouldBe(value);
        _rig.Run<object>(Returning(value)).ShouldBe(value);
    }

    [TestCase(long.MinValue)]
    [TestCase(-(1L << 55) - 1)]
    [TestCase(-(1L << 55))]
    [TestCase(-1)]
    [TestCase((1L << 55) - 1)]
    [TestCase(1L << 55)]
    [TestCase(long.MaxValue)]
    public void Return_OfAnyLong_IsThatLong(long value)
    {
        _rig.Run<long>(Returning(value)).ShouldBe(value);
        _rig.Run<long?>(Returning(value)).ShouldBe(value);
    }

    [Test]
    public void Return_OfABool_IsThatBool([Values] bool value) => _rig.Run<bool>(Returning(value)).ShouldBe(value);

    [Test]
    public void Return_OfASmallNumber_AllocatesNothing()
    {
        _ = Bytes();
        Bytes().ShouldBe(0);

        static long Bytes()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _ = Return(42);
            _ = Return(1L << 54);
            _ = Return(true);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    public void Return_OfAnInt_IsNoLong() =>
        Should.Throw<InvalidOperationException>(() => _rig.Run<long>(Returning(1)))
            .Message.ShouldContain("was to return Int64, but returned Int32");

    [Test]
    public void Return_InAnAwaitedCoroutine_EndsThatOneOnly()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await<int>(Returning(1)).Into(out Awaitable<int> one);
            Awaitable<string> two = Await<string>(Returning("2"));
            yield return two;
            yield return Return($"{one.Result}{two.Result}");
        }

        _rig.Run<string>(Main()).ShouldBe("12");
    }

    [Test]
    public void Return_RunsFinallyAndUsing_AndNothingAfterIt()
    {
        IEnumerator<Awaitable> Main()
        {
            using var outer = new Cleanup(() => _rig.Log("using"));
            try
            {
                yield return null;
                yield return Return(5);
#pragma warning disable CORO001 // that it does not run is what is tested
                _rig.Log("never");
#pragma warning restore CORO001
            }
            finally
            {
                _rig.Log("finally");
            }
        }

        _rig.Run<int>(Main()).ShouldBe(5);
        _rig.ShouldHaveLogged("finally", "using");
    }

    [Test]
    public void Return_WhenAFinallyThrows_IsLost()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Return(5);
            }
            finally
            {
                Rig.Throw("from finally");
            }
        }

        Should.Throw<IOException>(() => _rig.Run<int>(Main())).Message.ShouldBe("from finally");
    }

    [Test]
    public void Return_WithoutATypeToReturnIt_IsDropped()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Returning(1));
            CoTask task = CreateTask(Returning("x"));
            yield return task;
            _rig.Log($"{task.Result ?? "nothing"}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("nothing");
    }

    [Test]
    public void Return_HandedToSettle_IsAnErrorThatNamesTheCoroutine()
    {
        IEnumerator<Awaitable> Confused()
        {
            yield return Settle(Return(3), out Outcome outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        _rig.Run(Confused());

        _rig.ShouldHaveLogged(
            "Return(3) can only be yielded by a coroutine itself: Confused (task 'Task-1') handed it to something else to await.");
    }

    [Test]
    public void Result_OfAnAwaitedCall_CanBeReadOften()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await<int>(Returning(4)).Into(out Awaitable<int> call);
            Awaitable<int> copy = call;
            yield return Return(call.Result + call.Result + copy.Result);
        }

        _rig.Run<int>(Main()).ShouldBe(12);
    }

    private static IEnumerator<Awaitable> Returning<T>(T value)
    {
        yield return null;
        yield return Return(value);
    }
}
