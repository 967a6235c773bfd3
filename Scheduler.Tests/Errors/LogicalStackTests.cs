using System.Collections;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Errors;

/// <summary>The chain of coroutines that an exception carries.</summary>
public sealed class LogicalStackTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Stack_OfAFaultThreeDeep_NamesTheTaskAndTheCoroutines()
    {
        CoTask task = _rig.Start(Outer(Middle(Inner())), "job");
        LogicalStack stack = StackOf(task);

        stack.TaskName.ShouldBe("job");
        stack.Coroutines.ShouldBe(["Outer", "Middle", "Inner"]);
        stack.ToString().ShouldBe("task 'job': Outer > Middle > Inner");
    }

    [Test]
    public void Stack_OfAFaultInTheFirstStep_IsThere() =>
        StackOf(_rig.Start(AtOnce())).ToString().ShouldBe("task 'Task-1': AtOnce");

    [Test]
    public void Stack_ThroughSettleTryAndDefer_NamesTheCoroutinesOnly()
    {
        IEnumerator<Awaitable> Settling()
        {
            yield return Settle(Middle(Inner()), out Outcome outcome);
            _rig.Log($"{outcome.Exception!.GetLogicalStack()}");
            yield return Try(Inner()).Catch<IOException>(e => _rig.Log($"{e.GetLogicalStack()}"));
            Defer(Inner());
        }

        CoTask task = _rig.Start(Settling());
        StackOf(task).ToString().ShouldBe("task 'Task-1': Settling > Inner");
        _rig.ShouldHaveLogged("task 'Task-1': Settling > Middle > Inner", "task 'Task-1': Settling > Inner");
    }

    [Test]
    public void Stack_AcrossTasks_IsThatOfTheTaskThatThrew()
    {
        IEnumerator<Awaitable> Awaiting(CoTask task)
        {
            yield return task;
        }

        CoTask inner = _rig.Start(Outer(Inner()), "inner");
        CoTask outer = _rig.Start(Awaiting(inner), "outer");

        StackOf(outer).ToString().ShouldBe("task 'inner': Outer > Inner");
    }

    [Test]
    public void Stack_OfAFuturesException_IsThatOfTheFirstWhoGotIt()
    {
        IEnumerator<Awaitable> Awaiting(Future future)
        {
            yield return future;
        }

        var future = new Future(_rig.Scheduler);
        CoTask task = _rig.Start(Outer(Awaiting(future)));
        _rig.Iterate();
        future.SetException(new IOException("from a callback"));

        StackOf(task).ToString().ShouldBe("task 'Task-1': Outer > Awaiting");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Stack_OfAnExceptionInAFinally_IsThere(bool nested)
    {
        IEnumerator<Awaitable> Closing()
        {
            using var resource = new Cleanup(() => Rig.Throw("closing"));
            yield return null;
            yield return Return(1);
        }

        CoTask task = _rig.Start(nested ? Outer(Closing()) : Closing());

        StackOf(task).ToString().ShouldBe(nested ? "task 'Task-1': Outer > Closing" : "task 'Task-1': Closing");
    }

    [Test]
    public void Stack_OfAHandlerThatThrows_IsThere()
    {
        IEnumerator<Awaitable> Handling()
        {
            yield return Try(Inner()).Catch<IOException>(_ => throw new ArgumentException("in handler"));
        }

        StackOf(_rig.Start(Handling())).ToString().ShouldBe("task 'Task-1': Handling");
    }

    [Test]
    public void Stack_OfMisuse_IsThere()
    {
        IEnumerator<Awaitable> Wrong()
        {
            yield return Await<int>(_rig.Steps("x", 0));
        }

        StackOf(_rig.Start(Outer(Wrong()))).ToString().ShouldBe("task 'Task-1': Outer > Wrong");
    }

    [Test]
    public void Stack_OfAnExceptionThrownAgain_StaysThatOfItsOrigin()
    {
        IEnumerator<Awaitable> Rethrowing()
        {
            yield return Settle(Outer(Inner()), out Outcome outcome);
            outcome.ThrowIfFailed();
        }

        StackOf(_rig.Start(Rethrowing())).ToString().ShouldBe("task 'Task-1': Rethrowing > Outer > Inner");
    }

    [Test]
    public void Stack_OfADeepRethrow_IsNotBuiltAnewAtEachLevel()
    {
        IEnumerator<Awaitable> Down(int depth)
        {
            yield return Settle(depth == 0 ? Inner() : Down(depth - 1), out Outcome outcome);
            outcome.ThrowIfFailed();
        }

        StackOf(_rig.Start(Down(3_000))).Coroutines.Count.ShouldBe(3_002);
    }

    [Test]
    public void Stack_StandsInTheData_WhereLoggersFindIt()
    {
        CoTask task = _rig.Start(Inner());
        LogicalStack stack = StackOf(task);

        task.Exception!.Data["Coroutines.LogicalStack"].ShouldBe(stack.ToString());
    }

    [Test]
    public void Notes_StandInTheData_AsTextAlone()
    {
        IEnumerator<Awaitable> Failing()
        {
            using var resource = new Cleanup(() => Rig.Throw("second"));
            yield return Await(Inner());
        }

        CoTask task = _rig.Start(Outer(Failing()), "job");
        _ = StackOf(task);

        task.Exception!.Data.Cast<DictionaryEntry>().Select(entry => $"{(string)entry.Key} = {(string)entry.Value!}").ShouldBe(
        [
            "Coroutines.LogicalStack = task 'job': Outer > Failing",
            "Coroutines.Replaced = IOException: inner",
        ], ignoreOrder: true);
    }

    [TestCase("job")]
    [TestCase("it's: mine")]
    public void Stack_OfAnExceptionThatWasSerialized_IsReadFromItsText(string name)
    {
        CoTask task = _rig.Start(Outer(Inner()), name);
        LogicalStack stack = StackOf(task);
        var arrived = new IOException("inner");
        foreach (DictionaryEntry entry in task.Exception!.Data)
        {
            arrived.Data.Add(entry.Key, entry.Value);
        }

        IEnumerator<Awaitable> ThrownAgain()
        {
            yield return null;
            throw arrived;
        }

        StackOf(_rig.Start(ThrownAgain())).ToString().ShouldBe(stack.ToString());
        arrived.GetLogicalStack()!.TaskName.ShouldBe(name);
        arrived.GetLogicalStack()!.Coroutines.ShouldBe(["Outer", "Inner"]);
    }

    [Test]
    public void Stack_WhoseTextInTheDataIsSomebodyElses_IsNone()
    {
        var error = new IOException();
        error.Data["Coroutines.LogicalStack"] = "something else: A > B";
        error.GetLogicalStack().ShouldBeNull();
    }

    [Test]
    public void Stack_OfALocalFunctionAndAHandWrittenClass_HasReadableNames()
    {
        IEnumerator<Awaitable> Local()
        {
            yield return Await(new List<Awaitable> { Awaitable.Await(Inner()) }.GetEnumerator());
        }

        StackOf(_rig.Start(Local())).Coroutines.ShouldBe(["Local", "Enumerator", "Inner"]);
    }

    [Test]
    public void Exception_WhoseDataIsBroken_HasItsNotesAllTheSame()
    {
        foreach (Exception error in new Exception[] { new ThrowingData(), new NullData() })
        {
            IEnumerator<Awaitable> Failing()
            {
                using var resource = new Cleanup(() => throw error);
                yield return Await(Inner());
            }

            CoTask task = _rig.Start(Outer(Failing()));
            _rig.Iterate(3);

            task.Exception.ShouldBeSameAs(error);
            error.GetLogicalStack().ShouldNotBeNull().Coroutines.ShouldBe(["Outer", "Failing"]);
            error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("inner");
        }
    }

    [Test]
    public void Notes_OfAnOrdinaryException_AreNull()
    {
        new IOException().GetLogicalStack().ShouldBeNull();
        new IOException().GetReplacedException().ShouldBeNull();
        Should.Throw<ArgumentNullException>(() => ((Exception)null!).GetLogicalStack());
        Should.Throw<ArgumentNullException>(() => ((Exception)null!).GetReplacedException());
    }

    private LogicalStack StackOf(CoTask task)
    {
        Should.Throw<Exception>(() => _rig.Scheduler.RunUntilComplete(task)).ShouldBeSameAs(task.Exception);
        return task.Exception!.GetLogicalStack().ShouldNotBeNull();
    }

    private static IEnumerator<Awaitable> Outer(IEnumerator<Awaitable> inner)
    {
        yield return Await(inner);
    }

    private static IEnumerator<Awaitable> Middle(IEnumerator<Awaitable> inner)
    {
        yield return null;
        yield return Await(inner);
    }

    private static IEnumerator<Awaitable> Inner()
    {
        yield return null;
        throw new IOException("inner");
    }

    private static IEnumerator<Awaitable> AtOnce()
    {
        Rig.Throw("at once");
        yield break;
    }

    private sealed class ThrowingData : Exception
    {
        public override IDictionary Data => throw new NotSupportedException();
    }

    private sealed class NullData : Exception
    {
        public override IDictionary Data => null!;
    }
}
