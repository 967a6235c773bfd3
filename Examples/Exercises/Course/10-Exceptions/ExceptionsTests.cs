using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(10)]
public sealed class ExceptionsTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void FirstThatWorks_ReturnsTheFirstSuccess_AndAsksNobodyAfterIt()
    {
        const string LookAt = "The first source works, so its text is the result.";
        Explained.Run(() => Run(Works("A"), Works("B")), LookAt).ShouldBe("text of A", LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  ask A"],
            "A has answered: B must not even be asked. Calling a source's coroutine and not running it asks nobody.");
    }

    [Test, Order(2)]
    public void FirstThatWorks_AfterAnIOException_GoesOnWithTheNext()
    {
        const string LookAt = "A and B fail with IOExceptions (a FileNotFoundException is one too), C works.";
        Explained.Run(
            () => Run(Fails("A", new IOException("A is offline")), Fails("B", new FileNotFoundException("B has no such page")), Works("C")), LookAt)
            .ShouldBe("text of C", LookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  ask A", "1.0 s  lost: A is offline",
                "1.0 s  ask B", "2.0 s  lost: B has no such page",
                "2.0 s  ask C",
            ],
            "Each source is asked when the one before it has failed, and each failure is printed.");
    }

    [Test, Order(3)]
    public void FirstThatWorks_AtAnotherException_LetsItPass()
    {
        FormatException thrown = new("A is no text");
        FormatException error = Expected.Error<FormatException>(
            () => Run(Fails("A", thrown), Works("B")),
            "Only an IOException means that the next source may help. A FormatException has to reach whoever awaits: "
            + "outcome.Result throws what the source has thrown.");

        error.ShouldBeSameAs(thrown, "The exception that the source has thrown goes on, and not another one in its place.");
        _lab.Printout.ShouldRead(["0.0 s  ask A"], "After an exception of another kind nobody else is asked, and nothing is printed.");
    }

    [Test, Order(4)]
    public void FirstThatWorks_WithNoSourceLeft_Throws()
    {
        IOException error = Expected.Error<IOException>(
            () => Run(Fails("A", new IOException("A is offline"))),
            "The only source has failed, so there is no text to return.");

        error.Message.ShouldBe("no source is left", "That is the message that was asked for.");
        _lab.Printout.ShouldRead(["0.0 s  ask A", "1.0 s  lost: A is offline"], "The failure of the last source is printed too.");
    }

    [Test, Order(5)]
    public void FirstThatWorks_WithNoSourceAtAll_Throws()
    {
        Expected.Error<IOException>(() => Run(), "There is no source to ask: none is left.")
            .Message.ShouldBe("no source is left", "That is the message that was asked for.");
    }

    private string Run(params Func<IEnumerator<Awaitable>>[] sources) =>
        _lab.Run<string>(Exceptions.FirstThatWorks(sources, _lab.Print));

    private Func<IEnumerator<Awaitable>> Works(string name)
    {
        return Answer;

        IEnumerator<Awaitable> Answer()
        {
            _lab.Print($"ask {name}");
            yield return Sleep(1.0);
            yield return Return($"text of {name}");
        }
    }

    private Func<IEnumerator<Awaitable>> Fails(string name, Exception exception)
    {
        return Fail;

        IEnumerator<Awaitable> Fail()
        {
            _lab.Print($"ask {name}");
            yield return Sleep(1.0);
            throw exception;
        }
    }
}
