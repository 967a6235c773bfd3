using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(25)]
public sealed class AnswersTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void First_GivesTheAnswerThatComesFirst()
    {
        const string LookAt = "The three servers need 3, 1 and 2 s, and are asked at once: the answer of the second one comes first, at 1.0 s. The others are cancelled.";
        string answer = _lab.Run<string>(Answers.First(["a 3", "b 1", "c 2"], Ask), LookAt);

        Verify(answer, "b: 42", LookAt);
        _lab.Printout.ShouldReadByTime(
            [
                "0.0 s  a is asked", "0.0 s  b is asked", "0.0 s  c is asked",
                "1.0 s  b has answered", "1.0 s  a is cancelled", "1.0 s  c is cancelled",
            ],
            LookAt);
    }

    [Test, Order(2)]
    public void First_DoesNotCountAFailure()
    {
        const string LookAt = "The second server fails at 1.0 s. So it is out of the race, and the first answer is that of the third one, at 2.0 s.";
        string answer = _lab.Run<string>(Answers.First(["a 3", "b 1 fails", "c 2"], Ask), LookAt);

        Verify(answer, "c: 42", LookAt);
        VerifyTime(2.0, LookAt);
    }

    [Test, Order(3)]
    public void First_WaitsUntilTheOthersHaveTidiedUp()
    {
        const string LookAt = "b answers at 1.0 s. The other one is cancelled, and needs 2 s to tidy up: First ends when it has, at 3.0 s.";
        string answer = _lab.Run<string>(Answers.First(["a 9 tidies up", "b 1"], Ask), LookAt);

        Verify(answer, "b: 42", LookAt);
        VerifyLastLine("3.0 s  a has tidied up", LookAt);
    }

    [Test, Order(4)]
    public void First_WhenAllFail_Fails()
    {
        const string LookAt = "Both servers fail, so there is no answer to return: First has to throw.";
        _lab.Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await<string>(Answers.First(["a 2 fails", "b 1 fails"], Ask)), out var outcome);
            Expected.False(outcome.IsSuccess, LookAt);
            VerifyTime(2.0, "The last server fails at 2.0 s: until then there may still be an answer.");
        }
    }

    [Test, Order(5)]
    public void Enough_GivesTheFirstAnswers_InTheOrderInWhichTheyCame()
    {
        const string LookAt = "Four servers need 4, 1, 3 and 2 s, and two answers are enough: b's at 1.0 s and d's at 2.0 s. Then the others are cancelled.";
        string[] answers = _lab.Run<string[]>(Answers.Enough(["a 4", "b 1", "c 3", "d 2"], 2, Ask), LookAt);

        Verify(answers, ["b: 42", "d: 42"], LookAt);
        _lab.Printout.ShouldReadByTime(
            [
                "0.0 s  a is asked", "0.0 s  b is asked", "0.0 s  c is asked", "0.0 s  d is asked",
                "1.0 s  b has answered", "2.0 s  d has answered", "2.0 s  a is cancelled", "2.0 s  c is cancelled",
            ],
            LookAt);
    }

    [Test, Order(6)]
    public void Enough_DoesNotCountAFailure()
    {
        const string LookAt = "b fails at 1.0 s, and two answers are wanted: d's at 2.0 s and c's at 3.0 s. A failure neither counts nor ends it.";
        string[] answers = _lab.Run<string[]>(Answers.Enough(["a 4", "b 1 fails", "c 3", "d 2"], 2, Ask), LookAt);

        Verify(answers, ["d: 42", "c: 42"], LookAt);
    }

    [Test, Order(7)]
    public void Enough_WithTooFewAnswers_Throws()
    {
        const string LookAt = "Two of three servers fail, the last one at 3.0 s, and two answers are wanted. There is one, so Enough throws an IOException when all have ended.";
        _lab.Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await<string[]>(Answers.Enough(["a 1", "b 2 fails", "c 3 fails"], 2, Ask)), out var outcome);
            Expected.True(outcome.Exception is IOException, $"{LookAt} Here it has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
            VerifyTime(3.0, LookAt);
        }
    }

    [Test, Order(8)]
    public void Enough_WaitsUntilTheOthersHaveTidiedUp()
    {
        const string LookAt = "One answer is enough, and b's comes at 1.0 s. a is cancelled, and needs 2 s to tidy up: Enough ends when it has, at 3.0 s. "
            + "Cancel only asks; wait for the tasks after that.";
        _lab.Run<string[]>(Answers.Enough(["a 9 tidies up", "b 1"], 1, Ask), LookAt);

        VerifyLastLine("3.0 s  a has tidied up", LookAt);
    }

    [Test, Order(9)]
    public void Enough_Cancelled_CancelsTheServers()
    {
        const string LookAt = "Enough is cancelled at 1.0 s, when no server has answered. It has to cancel them, too, and to end when they have: "
            + "what has to be done however a coroutine ends belongs to Defer.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  a is asked", "0.0 s  b is asked", "1.0 s  a is cancelled", "1.0 s  b is cancelled", "3.0 s  b has tidied up", "3.0 s  cancelled"],
            LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask<string[]> task = CreateTask<string[]>(Answers.Enough(["a 9", "b 9 tidies up"], 1, Ask));
            yield return Sleep(1.0);
            task.Cancel();
            yield return Wait([task]);
            _lab.Print(task.IsCancelled ? "cancelled" : "not cancelled");
        }
    }

    private static void Verify(string answer, string expected, string lookAt) =>
        Expected.True(answer == expected, $"{lookAt}\n\nFirst has returned: {answer}");

    private static void Verify(string[] answers, string[] expected, string lookAt) =>
        Expected.True(answers.SequenceEqual(expected), $"{lookAt}\n\nEnough has returned: {string.Join(", ", answers)}");

    private void VerifyLastLine(string expected, string lookAt)
    {
        string last = _lab.Printout.Lines is [.., var line] ? line : "(nothing)";
        Expected.True(last == expected, $"{lookAt}\n\nThe last line that was printed is: {last}");
    }

    private void VerifyTime(double expected, string lookAt) =>
        Expected.True(_lab.Scheduler.Time == expected, FormattableString.Invariant($"{lookAt}\n\nIt has ended at {_lab.Scheduler.Time:0.0} s."));

    // The server "b 1 fails" has the name b, needs 1 s, and fails then.
    private IEnumerator<Awaitable> Ask(string server)
    {
        string[] parts = server.Split(' ', 3);
        string end = "is cancelled";
        _lab.Print($"{parts[0]} is asked");
        if (parts.Length > 2 && parts[2] == "tidies up")
        {
            Defer(TidyUp());
        }

        try
        {
            yield return Sleep(int.Parse(parts[1]));
            end = "has answered";
            if (parts.Length > 2 && parts[2] == "fails")
            {
                end = "has failed";
                throw new IOException($"{parts[0]} is down");
            }
        }
        finally
        {
            _lab.Print($"{parts[0]} {end}");
        }

        yield return Return($"{parts[0]}: 42");

        IEnumerator<Awaitable> TidyUp()
        {
            yield return Sleep(2.0);
            _lab.Print($"{parts[0]} has tidied up");
        }
    }
}
