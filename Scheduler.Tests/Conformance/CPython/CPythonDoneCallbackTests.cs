namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_futures, BaseFutureDoneCallbackTests.</summary>
public sealed class CPythonDoneCallbackTests
{
    private Rig _rig = null!;
    private Future _future = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new Rig();
        _future = _rig.Scheduler.CreateFuture();
    }

    [TearDown]
    public void TearDown()
    {
        _future.Dispose();
        _rig.Dispose();
    }

    // test_callbacks_remove_first_callback, test_callbacks_remove_first_and_second_callback,
    // test_callbacks_remove_third_callback
    [TestCase("a", "b", "c")]
    [TestCase("ab", "c")]
    [TestCase("c", "a", "b")]
    public void RemoveDoneCallback_OfSomeOfThree_LeavesTheOthersInTheirOrder(string removed, params string[] left)
    {
        Dictionary<char, Action<Future>> callbacks = "abc".ToDictionary(
            name => name, name => (Action<Future>)(_ => _rig.Log($"{name}")));
        foreach (Action<Future> callback in callbacks.Values)
        {
            _future.AddDoneCallback(callback);
        }

        foreach (char name in removed)
        {
            _future.RemoveDoneCallback(callbacks[name]).ShouldBe(1);
            _future.RemoveDoneCallback(callbacks[name]).ShouldBe(0);
        }

        _rig.ShouldHaveLogged();
        _future.SetResult("foo");
        _rig.Iterate();

        _rig.ShouldHaveLogged(left);
        _future.Result.ShouldBe("foo");
    }

    // test_remove_done_callback
    [Test]
    public void RemoveDoneCallback_SaysHowManyItRemoved()
    {
        Action<Future> a = _ => _rig.Log("a");
        Action<Future> b = _ => _rig.Log("b");
        Action<Future> never = _ => _rig.Log("never");
        _future.AddDoneCallback(a);
        _future.AddDoneCallback(b);
        _future.RemoveDoneCallback(b).ShouldBe(1);
        _future.RemoveDoneCallback(never).ShouldBe(0);
        _future.AddDoneCallback(b);
        for (int i = 0; i < 5; i++)
        {
            _future.AddDoneCallback(a);
        }

        _future.RemoveDoneCallback(a).ShouldBe(6);
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("b");
    }

    // test_schedule_callbacks_list_mutation_1
    [Test]
    public void RemoveDoneCallback_InACallback_ComesTooLateForTheOthers()
    {
        Action<Future> other = _ => _rig.Log("other");
        _future.AddDoneCallback(future => future.RemoveDoneCallback(other).ShouldBe(0));
        _future.AddDoneCallback(other);
        _future.AddDoneCallback(other);
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("other", "other");
        _rig.ShouldHaveReported();
    }
}
