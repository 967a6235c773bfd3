using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Errors;

/// <summary>Exceptions whose own words cannot be had. They are told of all the same, everywhere.</summary>
public sealed class ExceptionTextTests
{
    private static readonly Exception[] _wordless = [new Throwing(), new Silent(), new AggregateException(new Silent(), new Throwing())];

    [Test]
    public void Words_OfAnOrdinaryException_AreItsOwn()
    {
        var error = new IOException("it's\nlost");

        ExceptionText.MessageOf(error).ShouldBe("it's\nlost");
        ExceptionText.Line(error).ShouldBe(@"IOException: it's\nlost");
        ExceptionText.Short(error).ShouldBe(@"IOException(""it's\nlost"")");
        ExceptionText.Full(error).ShouldBe("System.IO.IOException: it's\nlost");
    }

    [Test]
    public void Words_ThatCannotBeHad_AreSaidToBeMissing()
    {
        ExceptionText.MessageOf(new Throwing()).ShouldBe("<its Message threw a NotSupportedException>");
        ExceptionText.MessageOf(new Silent()).ShouldBe("<its Message is null>");
        ExceptionText.Full(new Silent()).ShouldContain(nameof(Silent));
        ExceptionText.Full(new AggregateException(new Silent(), new Throwing())).ShouldSatisfyAllConditions(
            text => text.ShouldContain($"---> {typeof(Silent).FullName}"),
            text => text.ShouldContain($"---> {typeof(Throwing).FullName}"));
    }

    [Test]
    public void Full_OfOneThatThrows_HasItsCauseAndItsStackTrace()
    {
        string text = string.Empty;
        try
        {
            throw new MuteToString(new IOException("the cause"));
        }
        catch (MuteToString error)
        {
            text = ExceptionText.Full(error);
        }

        text.ShouldContain("only the message");
        text.ShouldContain("IOException: the cause");
        text.ShouldContain(nameof(Full_OfOneThatThrows_HasItsCauseAndItsStackTrace));
    }

    [Test]
    public void Words_OfOneThatHoldsTooManyOthers_AreFew_AndEndNoProcess()
    {
        Exception chain = new IOException("the first"), groups = chain, twice = chain;
        for (int i = 0; i < 100_000; i++)
        {
            chain = new IOException($"{i}", chain);
            groups = new AggregateException("of a group", groups);
            twice = new AggregateException(twice, twice);
        }

        var wide = new AggregateException(Enumerable.Repeat(new IOException("the first"), 100_000));

        ExceptionText.MessageOf(chain).ShouldBe("99999");
        foreach (Exception error in new[] { chain, groups, twice, wide })
        {
            ExceptionText.Line(error).Length.ShouldBeLessThan(100);
            ExceptionText.Short(error).Length.ShouldBeLessThan(100);
            ExceptionText.Full(error).ShouldContain("IOException: the first");
            ExceptionText.Full(error).Length.ShouldBeLessThan(1000);
        }
    }

    [Test]
    public void Words_OfOneThatHoldsAFewOthers_AreItsOwn()
    {
        Exception error = new IOException("the first");
        for (int i = 0; i < 50; i++)
        {
            error = new AggregateException("of a group", error);
        }

        ExceptionText.MessageOf(error).ShouldBe(error.Message);
        ExceptionText.Full(error).ShouldBe(error.ToString());
    }

    [Test]
    public void CtrlC_FromAnExceptionsOwnWords_Passes()
    {
        Should.Throw<KeyboardInterruptException>(() => ExceptionText.Full(new Interrupting()));
        Should.Throw<KeyboardInterruptException>(() => ExceptionText.MessageOf(new Interrupting()));
    }

    [Test]
    public void WordlessException_IsToldOf_WhereverTextIsMadeOfOne([Values(0, 1, 2)] int which)
    {
        Exception wordless = _wordless[which];
        using var test = new TestScheduler();
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw wordless;
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Failing(), "lost");
            yield return Settle(Failing(), out Outcome outcome);
            test.Trace.Log($"{outcome}");
            var replacing = new Cleanup(() => throw new IOException("second"));
            yield return Settle(Replacing(Failing(), replacing), out Outcome replaced);
            test.Trace.Log($"{replaced.Exception!.Data["Coroutines.Replaced"]}");
            CoTask held = CreateTask(Failing(), "held");
            yield return Settle(held, out _);
            test.Trace.Log($"{held}");
        }

        test.Run(Main());

        string name = wordless.GetType().Name;
        test.Trace.Notes.Count(note => note.Why.Contains(name)).ShouldBe(3);
        test.DescribeLeftovers().ShouldNotBeNull().ShouldContain($"The exception of task 'lost' was never looked at: {name}: ");
        ErrorReport.Format(new ExceptionContext("lost") { Exception = wordless }).ShouldContain(name);
        Exploration exploration = Schedules.Explore(Failing);
        exploration.Failure!.ToString().ShouldStartWith($"{name}: ");
    }

    private static IEnumerator<Awaitable> Replacing(IEnumerator<Awaitable> failing, Cleanup cleanup)
    {
        using (cleanup)
        {
            yield return Await(failing);
        }
    }

    private sealed class Throwing : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string? StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Silent : Exception
    {
        public override string Message => null!;

        public override string? StackTrace => null;

        public override string ToString() => null!;
    }

    private sealed class MuteToString(Exception cause) : Exception("only the message", cause)
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Interrupting : Exception
    {
        public override string Message => throw new KeyboardInterruptException();

        public override string ToString() => throw new KeyboardInterruptException();
    }
}
