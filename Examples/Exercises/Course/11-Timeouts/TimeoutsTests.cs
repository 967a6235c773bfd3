using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(11)]
public sealed class TimeoutsTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void FetchOr_InTime_ReturnsWhatWasFetched()
    {
        const string LookAt = "The page is there after 1 s, and there are 2 s of time.";
        Explained.Run(() => Run(Fetch(1.0), 2.0), LookAt).ShouldBe("the page", LookAt);

        _lab.Scheduler.Time.ShouldBe(1.0, "The page is there after 1 s: nothing has to be waited for any longer.");
    }

    [Test, Order(2)]
    public void FetchOr_TooLate_ReturnsTheOtherText()
    {
        const string LookAt = "The page would take 60 s, and there are 2 s of time.";
        Explained.Run(RunUntilTooLate, LookAt).ShouldBe("no page", LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  connect", "2.0 s  hang up"],
            "After 2 s the fetch has to be cancelled, so that its `finally` block hangs up. Is it still running, or was it waited for?");
        _lab.Scheduler.Time.ShouldBe(2.0, "FetchOr ends when the time is over.");

        string RunUntilTooLate()
        {
            try
            {
                return Run(Fetch(60.0), 2.0);
            }
            catch (TimeoutException)
            {
                throw new ShouldAssertException("When the time is over, WaitFor fails with a TimeoutException. FetchOr has let it out: "
                    + "settle what you wait for, and return the other text.");
            }
        }
    }

    [Test, Order(3)]
    public void FetchOr_OfAFailure_LetsItPass()
    {
        IOException error = Expected.Error<IOException>(
            () => Run(Break(), 2.0),
            "The fetch itself fails after 1 s. That is no timeout: outcome.Result throws what it has failed with.");

        error.Message.ShouldBe("no such page");
    }

    [Test, Order(4)]
    public void FetchOr_OfAFetchWithALimitOfItsOwn_LetsItsTimeoutPass()
    {
        TimeoutException error = Expected.Error<TimeoutException>(
            () => Run(GiveUp(), 2.0),
            "The fetch itself has failed with a TimeoutException, after 1 s of 2. That is a failure of its own, which has to go on: "
            + "the time of FetchOr was not over, and nobody has cancelled the fetch.");

        error.Message.ShouldBe("the server says nothing");
    }

    [Test, Order(5)]
    public void FetchOr_TooLate_WaitsUntilTheFetchHasTidiedUp()
    {
        const string LookAt = "This fetch does not end in time.";
        Explained.Run(() => Run(Tidy(), 2.0), LookAt).ShouldBe("no page", LookAt);

        _lab.Printout.ShouldRead(
            ["2.0 s  hang up", "5.0 s  hung up"],
            "This fetch needs 3 s to hang up when it is cancelled. FetchOr may not end before it has, or it is left running.");

        IEnumerator<Awaitable> Tidy()
        {
            Defer(HangUp());
            yield return Sleep(60.0);
        }

        IEnumerator<Awaitable> HangUp()
        {
            _lab.Print("hang up");
            yield return Sleep(3.0);
            _lab.Print("hung up");
        }
    }

    [Test, Order(6)]
    public void FetchOr_MeasuresFromItsStart()
    {
        const string LookAt = "FetchOr is called 5 s after the start of the program this time, with 1.5 s of time and the other text \"try later\".";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["5.0 s  connect", "6.5 s  hang up", "6.5 s  try later"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(5.0);
            yield return Await<string>(Timeouts.FetchOr(Fetch(60.0), 1.5, "try later")).Into(out var text);
            _lab.Print(text.Result);
        }
    }

    private string Run(IEnumerator<Awaitable> fetch, double seconds) =>
        _lab.Run<string>(Timeouts.FetchOr(fetch, seconds, "no page"));

    private IEnumerator<Awaitable> Fetch(double seconds)
    {
        _lab.Print("connect");
        try
        {
            yield return Sleep(seconds);
            yield return Return("the page");
        }
        finally
        {
            _lab.Print("hang up");
        }
    }

    private static IEnumerator<Awaitable> GiveUp()
    {
        yield return Sleep(1.0);
        throw new TimeoutException("the server says nothing");
    }

    private static IEnumerator<Awaitable> Break()
    {
        yield return Sleep(1.0);
        throw new IOException("no such page");
    }
}
