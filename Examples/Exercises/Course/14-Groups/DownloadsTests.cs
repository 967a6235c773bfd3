using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(14)]
public sealed class DownloadsTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void All_WithEnoughPlaces_RunsSideBySide()
    {
        _lab.Run(AllAndEnd(["a 3", "b 1", "c 2"], atOnce: 10));

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  begin b", "0.0 s  begin c",
                "1.0 s  end b", "2.0 s  end c", "3.0 s  end a",
                "3.0 s  all have ended",
            ],
            "The downloads take 3, 1 and 2 s, and there is a place for each: all begin at 0.0 s, and All ends with the last of them.");
    }

    [Test, Order(2)]
    public void All_WithTwoPlaces_BeginsTheNextWhenOneHasEnded()
    {
        _lab.Run(AllAndEnd(["a 3", "b 1", "c 1", "d 1"], atOnce: 2));

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  begin b",
                "1.0 s  end b", "1.0 s  begin c",
                "2.0 s  end c", "2.0 s  begin d",
                "3.0 s  end a", "3.0 s  end d",
                "3.0 s  all have ended",
            ],
            "The downloads take 3, 1, 1 and 1 s, two at a time. As soon as b has ended, c has a place; nobody waits for a.");
    }

    [Test, Order(3)]
    public void All_WithOnePlace_RunsOneAfterTheOther()
    {
        _lab.Run(AllAndEnd(["a 1", "b 1", "c 1"], atOnce: 1));

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "1.0 s  end a", "1.0 s  begin b", "2.0 s  end b", "2.0 s  begin c", "3.0 s  end c",
                "3.0 s  all have ended",
            ],
            "With a single place, one begins when the one before it has ended.");
    }

    [Test, Order(4)]
    public void All_WhenOneFails_CancelsTheOthers()
    {
        AggregateException error = Expected.Error<AggregateException>(
            () => _lab.Run(AllAndEnd(["a 9", "b 1 fails", "c 9"], atOnce: 3)),
            "b fails after 1 s. Yielding a TaskGroup throws an AggregateException with the errors of its tasks.");

        error.InnerExceptions.Select(inner => inner.Message).ShouldBe(["b is lost"]);
        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  begin b", "0.0 s  begin c",
                "1.0 s  end b", "1.0 s  end a", "1.0 s  end c",
            ],
            "When b fails, a and c are cancelled: they end at once, and not after 9 s.");
    }

    [Test, Order(5)]
    public void All_WhenOneFails_CancelsThoseWhoWaitForAPlaceToo()
    {
        Expected.Error<AggregateException>(
            () => _lab.Run(AllAndEnd(["a 9", "b 1 fails", "c 9", "d 9"], atOnce: 2)),
            "b fails after 1 s, while c and d wait for a place.");

        _lab.Scheduler.Time.ShouldBe(1.0, "When b fails, a is cancelled, and so are c and d, which have not begun: nothing is left to wait for.");
    }

    [Test, Order(6)]
    public void All_WhenOneFails_WaitsUntilTheOthersHaveTidiedUp()
    {
        Expected.Error<AggregateException>(
            () => _lab.Run(Downloads.All(["slow", "lost"], 2, DownloadOneThatIsLost)),
            "One of two downloads fails after 1 s.");

        _lab.Printout.ShouldRead(
            ["1.0 s  slow tidies up", "3.0 s  slow has ended"],
            "The other download is cancelled, and needs 2 s to tidy up. All may not end before.");
    }

    private IEnumerator<Awaitable> AllAndEnd(string[] pages, int atOnce)
    {
        yield return Await(Downloads.All(pages, atOnce, Download));
        _lab.Print("all have ended");
    }

    private IEnumerator<Awaitable> DownloadOneThatIsLost(string page)
    {
        if (page == "lost")
        {
            yield return Sleep(1.0);
            throw new IOException("it is lost");
        }

        Defer(TidyUp());
        yield return Sleep(9.0);

        IEnumerator<Awaitable> TidyUp()
        {
            _lab.Print($"{page} tidies up");
            yield return Sleep(2.0);
            _lab.Print($"{page} has ended");
        }
    }

    // The page "b 1 fails" has the name b, takes 1 s, and fails then.
    private IEnumerator<Awaitable> Download(string page)
    {
        string[] parts = page.Split(' ');
        _lab.Print($"begin {parts[0]}");
        try
        {
            yield return Sleep(int.Parse(parts[1]));
            if (parts.Length > 2)
            {
                throw new IOException($"{parts[0]} is lost");
            }
        }
        finally
        {
            _lab.Print($"end {parts[0]}");
        }
    }
}
