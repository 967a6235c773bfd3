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
        Run(Fetch(1.0), 2.0).ShouldBe("the page", "The page is there after 1 s, and there are 2 s of time.");

        _lab.Scheduler.Time.ShouldBe(1.0, "The page is there after 1 s: nothing has to be waited for any longer.");
    }

    [Test, Order(2)]
    public void FetchOr_TooLate_ReturnsTheOtherText()
    {
        Run(Fetch(60.0), 2.0).ShouldBe("no page", "The page would take 60 s, and there are 2 s of time.");

        _lab.Printout.ShouldRead(
            ["0.0 s  connect", "2.0 s  hang up"],
            "After 2 s the fetch has to be cancelled, so that its `finally` block hangs up. Is it still running, or was it waited for?");
        _lab.Scheduler.Time.ShouldBe(2.0, "FetchOr ends when the time is over.");
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
    public void FetchOr_MeasuresFromItsStart()
    {
        _lab.Run(Main());

        _lab.Printout.ShouldRead(
            ["5.0 s  connect", "6.5 s  hang up", "6.5 s  no page"],
            "FetchOr is called 5 s after the start of the program this time, with 1.5 s of time.");

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(5.0);
            yield return Await<string>(Timeouts.FetchOr(Fetch(60.0), 1.5, "no page")).Into(out var text);
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

    private static IEnumerator<Awaitable> Break()
    {
        yield return Sleep(1.0);
        throw new IOException("no such page");
    }
}
