namespace Coroutines.Tests.Queues;

public class QueueReaderTests
{
    private readonly CoQueue<int> _numbers = new();
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void ReadAll_EndsWhenTheQueueIsShutDownAndDrained()
    {
        CoTask reader = _rig.Start(Read());
        _numbers.PutNoWait(1);
        _numbers.PutNoWait(2);
        _rig.Iterate();
        _numbers.PutNoWait(3);
        _numbers.Shutdown();
        reader.IsDone.ShouldBeFalse();
        _rig.Iterate();
        reader.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("1", "2", "3", "end");
    }

    [Test]
    public void ReadAll_OfWhatWasShutDownAtOnce_DropsTheRest()
    {
        _rig.Start(Read());
        _rig.Iterate();
        _numbers.PutNoWait(1);
        _numbers.Shutdown(immediate: true);
        _rig.Iterate();
        _rig.ShouldHaveLogged("end");
    }

    [Test]
    public void Current_WithoutAnItem_SaysWhy()
    {
        QueueReader<int> reader = _numbers.ReadAll();
        Should.Throw<InvalidStateException>(() => reader.Current).Message.ShouldBe("There is no current item yet. Yield Next() first.");
        _numbers.Shutdown();
        _rig.Run(ReadOne());
        reader.IsAtEnd.ShouldBeTrue();
        Should.Throw<InvalidStateException>(() => reader.Current).Message.ShouldBe(
            "The queue was read to its end: there is no current item. Look at IsAtEnd first.");
        _rig.Run(ReadOne());

        IEnumerator<Awaitable> ReadOne()
        {
            yield return reader.Next();
        }
    }

    [Test]
    public void Next_ThatIsCancelled_TakesNothingAndCanBeMadeAgain()
    {
        QueueReader<int> reader = _numbers.ReadAll();
        CoTask first = _rig.Start(ReadOne());
        _rig.Iterate();
        _numbers.PutNoWait(1);
        first.Cancel();
        _rig.Iterate();
        first.IsCancelled.ShouldBeTrue();
        _rig.Run(ReadOne());
        reader.Current.ShouldBe(1);

        IEnumerator<Awaitable> ReadOne()
        {
            yield return reader.Next();
        }
    }

    [Test]
    public void Next_OfTwoTasksAtOnce_IsAnErrorForTheSecond()
    {
        QueueReader<int> reader = _numbers.ReadAll();
        _rig.Start(ReadOne());
        CoTask second = _rig.Start(ReadOne());
        _rig.Iterate();
        Should.Throw<InvalidOperationException>(() => second.Result).Message.ShouldContain("awaits the same Next of a reader of a queue a second time");

        IEnumerator<Awaitable> ReadOne()
        {
            yield return reader.Next();
        }
    }

    private IEnumerator<Awaitable> Read()
    {
        QueueReader<int> numbers = _numbers.ReadAll();
        while (true)
        {
            yield return numbers.Next();
            if (numbers.IsAtEnd)
            {
                break;
            }

            _rig.Log($"{numbers.Current}");
        }

        _rig.Log("end");
    }
}
