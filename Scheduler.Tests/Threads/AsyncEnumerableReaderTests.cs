using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary><c>ReadAll(sequence)</c>: the sequences of .NET in a loop.</summary>
public sealed class AsyncEnumerableReaderTests
{
    private readonly List<TaskCompletionSource<bool>> _items = [];
    private readonly TaskCompletionSource _cleanup = new();
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Reader_OfWhatIsThere_GivesAllAndCostsNoIteration()
    {
        _rig.Start(Reading(new Numbers(_rig.Log, 3)));
        _rig.Iterate();

        _rig.ShouldHaveLogged("begun", "1", "2", "3", "disposed", "after the loop", "finally");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reader_OfWhatComesLater_WaitsForEach()
    {
        _rig.Start(Reading(new Numbers(_rig.Log, 2) { Slow = Later }));
        _rig.Iterate();
        _rig.ShouldHaveLogged("begun");
        Arrive();
        _rig.ShouldHaveLogged("begun", "1");
        Arrive();

        _rig.ShouldHaveLogged("begun", "1", "2", "disposed", "after the loop", "finally");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reader_ThatIsNeverRead_BeginsNothing()
    {
        IEnumerator<Awaitable> Main()
        {
            using var reader = ReadAll(new Numbers(_rig.Log, 2));
            _ = reader.Next();
            Should.Throw<InvalidStateException>(() => reader.Current).Message.ShouldContain("Yield Next() first");
            yield return null;
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Loop_ThatIsLeft_DisposesTheEnumeratorThere()
    {
        _rig.Run(Reading(new Numbers(_rig.Log, 5), (_, number) => number < 2));

        _rig.ShouldHaveLogged("begun", "1", "disposed", "after the loop", "finally");
    }

    [Test]
    public void Loop_ThatFails_DisposesTheEnumerator()
    {
        Should.Throw<IOException>(() => _rig.Run(Reading(new Numbers(_rig.Log, 5), (_, _) => throw new IOException("in the loop"))));

        _rig.ShouldHaveLogged("begun", "disposed", "finally");
    }

    [Test]
    public void Reader_WithoutAUsing_EndsWithItsCoroutine()
    {
        var numbers = new Numbers(_rig.Log, 5);
        IEnumerator<Awaitable> Main()
        {
            var reader = ReadAll(numbers);
            yield return reader.Next();
            _rig.Log($"{reader.Current}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("begun", "1", "disposed");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Sequence_ThatFails_FailsTheNext_AndIsDisposedBefore(bool isSlow)
    {
        var error = new IOException("in the sequence");
        var numbers = new Numbers(_rig.Log, 5) { Slow = isSlow ? Later : _ => Task.FromException<bool>(error) };
        CoTask task = _rig.Start(Reading(numbers));
        _rig.Iterate();
        if (isSlow)
        {
            _items[0].SetException(error);
            _rig.Iterate(2);
        }

        task.Exception.ShouldBeSameAs(error);
        _rig.ShouldHaveLogged("begun", "disposed", "finally");
    }

    [Test]
    public void Cancel_WhileAnItemIsAwaited_StopsTheSequence_AndDisposesItBeforeTheBlocksOfTheCoroutine()
    {
        CoTask task = _rig.Start(Reading(new Numbers(_rig.Log, 5) { Slow = Later }));
        _rig.Iterate();
        task.Cancel("ours");
        _rig.Iterate();

        Should.Throw<CancelledException>(() => task.Result).Message.ShouldBe("ours");
        _rig.ShouldHaveLogged("begun", "token cancelled", "stopped and disposed", "finally");
        _rig.Iterate(2);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_WhileTheLoopIsElsewhere_DisposesTheEnumerator()
    {
        IEnumerator<Awaitable> Main()
        {
            using var reader = ReadAll(new Numbers(_rig.Log, 5));
            yield return reader.Next();
            yield return Sleep(1000);
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("begun", "disposed");
    }

    [Test]
    public void TimeLimit_OfOneItem_LeavesTheSequence()
    {
        IEnumerator<Awaitable> Main()
        {
            using var reader = ReadAll(new Numbers(_rig.Log, 5) { Slow = Later });
            yield return Settle(WaitFor(reader.Next(), 1), out Outcome outcome);
            _rig.LogTime($"{outcome.Exception!.GetType().Name}");
            yield return Settle(reader.Next(), out outcome);
            _rig.Log($"{outcome.Exception!.Message}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(
            "begun",
            "token cancelled",
            "stopped and disposed",
            "1 TimeoutException",
            "Main (task 'Task-1') reads on in a sequence that was left: its reader was disposed, or has failed. Make a new one with ReadAll.");
    }

    [Test]
    public void Disposal_ThatTakesItsTime_IsWaitedFor([Values] bool isLeft)
    {
        _rig.Start(Reading(new Numbers(_rig.Log, 1) { Cleanup = () => _cleanup.Task }, (_, _) => !isLeft));
        _rig.Iterate(3);
        // Who leaves the loop goes on, and ends only after that; who has found the end waits there.
        string[] before = isLeft ? ["begun", "disposed", "after the loop", "finally"] : ["begun", "1", "disposed"];
        _rig.ShouldHaveLogged(before);
        _rig.Scheduler.AllTasks().ShouldHaveSingleItem();

        _cleanup.SetResult();
        _rig.Iterate(2);
        _rig.ShouldHaveLogged(isLeft ? before : [.. before, "after the loop", "finally"]);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Disposal_ThatTakesItsTime_CanBeGivenUp()
    {
        CoTask task = _rig.Start(Reading(new Numbers(_rig.Log, 0) { Cleanup = () => _cleanup.Task }));
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("begun", "disposed", "finally");
    }

    [Test]
    public void Disposal_ThatFails_TakesThePlaceOfTheExceptionInFlight([Values] bool isLater, [Values] bool throwsItself)
    {
        var error = new IOException("in the disposal");
        CoTask task = _rig.Start(Reading(
            new Numbers(_rig.Log, 5) { Slow = Later, Cleanup = () => throwsItself ? throw error : isLater ? _cleanup.Task : Task.FromException(error) }));
        _rig.Iterate();
        task.Cancel("ours");
        _rig.Iterate();
        _cleanup.TrySetException(error);
        _rig.Iterate(2);

        task.Exception.ShouldBeSameAs(error);
        error.GetReplacedException().ShouldBeOfType<CancelledException>().Message.ShouldBe("ours");
    }

    [TestCase(0, "begun", "disposed", "finally")]
    [TestCase(5, "begun", "disposed", "finally")]
    public void Disposal_ThatFails_ComesOutWhereTheLoopEnds(int count, params string[] lines)
    {
        var error = new IOException("in the disposal");
        var numbers = new Numbers(_rig.Log, count) { Cleanup = () => Task.FromException(error) };
        Should.Throw<IOException>(() => _rig.Run(Reading(numbers, (_, _) => false))).ShouldBeSameAs(error);

        _rig.ShouldHaveLogged(lines);
    }

    [Test]
    public void Item_ThatComesInSpiteOfACancel_IsDisposedAfterwards()
    {
        var numbers = new Numbers(_rig.Log, 5) { Slow = Deaf };
        CoTask task = _rig.Start(Reading(numbers));
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();
        task.IsCancelled.ShouldBeTrue();
        numbers.IsToldToStop.ShouldBeTrue();
        _rig.ShouldHaveLogged("begun", "finally");

        // To dispose it before would be against the rules of .NET.
        _items[0].SetResult(true);
        _rig.ShouldHaveLogged("begun", "finally", "stopped and disposed");
    }

    [Test]
    public void Dispose_OfTheScheduler_StopsAndDisposes()
    {
        _rig.Start(Reading(new Numbers(_rig.Log, 5) { Slow = Later }));
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("begun", "token cancelled", "stopped and disposed", "finally");
    }

    [Test]
    public void Abort_ByTheEndOfTheScheduler_StopsAndDisposes()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            var numbers = new Numbers(_rig.Log, 5) { Slow = Deaf, Cleanup = () => throw new IOException("in the disposal") };
            using var reader = ReadAll(numbers);
            yield return Settle(Sleep(1000), out _, includeCancellation: true);
            yield return Settle(reader.Next(), out _, includeCancellation: true);
        }

        _rig.Start(Stubborn());
        _rig.Iterate();
        _rig.Dispose();
        _items[0].SetResult(true);

        _rig.ShouldHaveLogged("begun", "stopped and disposed");
    }

    [Test]
    public void Next_WhileAnotherWaits_IsRefused_AndHurtsNobody()
    {
        IEnumerator<Awaitable> Main()
        {
            using var reader = ReadAll(new Numbers(_rig.Log, 1) { Slow = Later });
            CoTask other = CreateTask(Other(reader));
            yield return reader.Next();
            _rig.Log($"{reader.Current}");
            other.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
                "Other (task 'Task-2') asks a reader for its next item while somebody else waits for one. Give each of them a reader.");
        }

        static IEnumerator<Awaitable> Other(AsyncEnumerableReader<int> reader)
        {
            yield return reader.Next();
        }

        _rig.Start(Main());
        _rig.Iterate(2);
        Arrive();

        _rig.ShouldHaveLogged("begun", "1", "disposed");
    }

    [Test]
    public void Next_AtTheEnd_IsTheEnd()
    {
        IEnumerator<Awaitable> Main()
        {
            using var reader = ReadAll(new Numbers(_rig.Log, 0));
            yield return reader.Next();
            yield return reader.Next();
            reader.IsAtEnd.ShouldBeTrue();
            Should.Throw<InvalidStateException>(() => reader.Current).Message.ShouldContain("Look at IsAtEnd first");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("begun", "disposed");
    }

    [Test]
    public void ReadAll_OutsideOfACoroutine_OrOfNothing_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => ReadAll(new Numbers(_rig.Log, 1))).Message.ShouldContain("belongs to a coroutine");
        Should.Throw<ArgumentNullException>(() => ReadAll<int>(null!)).ParamName.ShouldBe("source");
    }

    private IEnumerator<Awaitable> Reading(Numbers numbers, Func<AsyncEnumerableReader<int>, int, bool>? mayGoOn = null)
    {
        try
        {
            using (var reader = ReadAll(numbers))
            {
                while (true)
                {
                    yield return reader.Next();
                    if (reader.IsAtEnd || mayGoOn?.Invoke(reader, reader.Current) == false)
                    {
                        break;
                    }

                    _rig.Log($"{reader.Current}");
                }
            }

            _rig.Log("after the loop");
        }
        finally
        {
            _rig.Log("finally");
        }
    }

    private Task<bool> Later(CancellationToken token)
    {
        Task<bool> item = Deaf(token);
        TaskCompletionSource<bool> source = _items[^1];
        token.Register(() =>
        {
            _rig.Log("token cancelled");
            source.SetCanceled(token);
        });
        return item;
    }

    private Task<bool> Deaf(CancellationToken token)
    {
        _items.Add(new TaskCompletionSource<bool>());
        return _items[^1].Task;
    }

    private void Arrive()
    {
        _items[^1].SetResult(true);
        _rig.Iterate(2);
    }
}
