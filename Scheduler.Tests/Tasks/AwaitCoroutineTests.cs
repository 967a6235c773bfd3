using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary><c>Await(coroutine)</c>: one coroutine inside another, in the same task.</summary>
public sealed class AwaitCoroutineTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Await_ThreeDeep_CostsNoIterationOfItsOwn()
    {
        IEnumerator<Awaitable> Main()
        {
            _rig.Log("main");
            yield return Await(Middle());
            _rig.Log("main end");
        }

        IEnumerator<Awaitable> Middle()
        {
            yield return Await(_rig.Steps("inner", 2));
            _rig.Log("middle end");
        }

        _rig.Start(Main());
        _rig.Start(_rig.Steps("other", 3));
        _rig.Iterate(4);

        _rig.ShouldHaveLogged(
            "main", "inner1", "other1", "inner2", "other2", "inner end", "middle end", "main end", "other3", "other end");
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Await_TenThousandDeep_NeitherOverflowsNorForgets(int yields)
    {
        IEnumerator<Awaitable> Down(int depth)
        {
            if (depth == 0)
            {
                for (int i = 0; i < yields; i++)
                {
                    yield return null;
                }

                yield return Return(0);
            }

            yield return Await<int>(Down(depth - 1)).Into(out Awaitable<int> below);
            yield return Return(below.Result + 1);
        }

        _rig.Run<int>(Down(10_000)).ShouldBe(10_000);
    }

    [Test]
    public void Await_TenThousandDeepThatFails_UnwindsEveryFrame()
    {
        int unwound = 0;
        IEnumerator<Awaitable> Down(int depth)
        {
            try
            {
                yield return depth == 0 ? null : Await(Down(depth - 1));
                throw new IOException("at the bottom");
            }
            finally
            {
                unwound++;
            }
        }

        Should.Throw<IOException>(() => _rig.Run(Down(10_000))).Message.ShouldBe("at the bottom");
        unwound.ShouldBe(10_001);
    }

    [Test]
    public void Await_OfOneThatFails_ClosesTheFramesFromTheInside()
    {
        IEnumerator<Awaitable> Frame(string name, IEnumerator<Awaitable>? inner)
        {
            using var resource = new Cleanup(() => _rig.Log($"{name} using"));
            try
            {
                if (inner is null)
                {
                    yield return null;
                    throw new IOException("boom");
                }

                yield return Await(inner);
                _rig.Log("never");
            }
            finally
            {
                _rig.Log($"{name} finally");
            }
        }

        Should.Throw<IOException>(() => _rig.Run(Frame("a", Frame("b", Frame("c", null)))));
        _rig.ShouldHaveLogged("c finally", "c using", "b finally", "b using", "a finally", "a using");
    }

    [Test]
    public void Await_OfOneThatFailsAtOnce_Fails()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Failing());
            _rig.Log("never");
        }

        static IEnumerator<Awaitable> Failing()
        {
            throw new IOException("at once");
#pragma warning disable CS0162 // Unreachable: the yield makes it an iterator.
            yield break;
#pragma warning restore CS0162
        }

        Should.Throw<IOException>(() => _rig.Run(Main())).Message.ShouldBe("at once");
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Await_OfOneWithoutAYield_IsOverAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(_rig.Steps("empty", 0));
            yield return Await(_rig.Steps("empty", 0));
            _rig.Log("main end");
        }

        _rig.Start(Main());
        _rig.Iterate(1);

        _rig.ShouldHaveLogged("empty end", "empty end", "main end");
    }

    [Test]
    public void Exception_ThrownByAFinally_ReplacesTheOneInFlight_AndKeepsItReachable()
    {
        IEnumerator<Awaitable> Inner()
        {
            try
            {
                yield return Await(Failing("first"));
            }
            finally
            {
                Rig.Throw("second");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Await(Inner());
            }
            finally
            {
                _rig.Log("main finally");
            }
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Main()));
        error.Message.ShouldBe("second");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("main finally");
    }

    [Test]
    public void Result_OfACallThatFailed_ThrowsWithTheStackOfItsOrigin()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Failing("origin"));
            yield return Settle(call, out Outcome<int> _);
            IOException error = Should.Throw<IOException>(() => call.Result);
            error.StackTrace.ShouldNotBeNull().ShouldContain(nameof(Failing));
        }

        _rig.Run(Main());
    }

    [Test]
    public void Await_AfterAHandledFailure_GoesOnInTheSameFrame()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(Failing($"no {i}"), out Outcome outcome);
                _rig.Log(outcome.Exception!.Message);
                yield return null;
            }
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("no 0", "no 1", "no 2");
    }

    private static IEnumerator<Awaitable> Failing(string message)
    {
        yield return null;
        throw new IOException(message);
    }
}
