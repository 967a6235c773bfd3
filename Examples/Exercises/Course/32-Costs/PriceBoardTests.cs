using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(32)]
public sealed class PriceBoardTests
{
    // What is made once in a while, such as by the compiler that translates the program while it runs, is no part of a price.
    private const int BytesForAPrice = 4;
    private const int Prices = 10_000;

    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void ShowAverages_ShowsTheAverageOfTheLastOnes()
    {
        List<double> shown = [];
        Run(Show([1, 2, 3, 4, 5, 12], window: 3, shown.Add), "Six prices are put into the queue, one after the other.");

        Text(shown).ShouldBe(
            "1 1.5 2 3 4 7",
            "The prices were 1, 2, 3, 4, 5 and 12, and the window is 3. After each price the average of the last three is shown: of "
            + "those that there are, as "
            + "long as there are less.");
    }

    [Test, Order(2)]
    public void ShowAverages_OfPricesThatComeAtOnce_ShowsEach()
    {
        List<double> shown = [];
        Run(Main(), "Four prices are in the queue before anybody takes one.");

        Text(shown).ShouldBe("3 2.5 3 4.5", "The prices were 3, 2, 4 and 5, all there at once, and the window is 2. Each of them is shown.");

        IEnumerator<Awaitable> Main()
        {
            var prices = new CoQueue<double>();
            foreach (double price in new double[] { 3, 2, 4, 5 })
            {
                prices.PutNoWait(price);
            }

            yield return Await(ShowUntilEmpty(prices, window: 2, shown.Add));
        }
    }

    [Test, Order(3)]
    public void ShowAverages_ForALongTime_StaysExact()
    {
        double last = 0;
        double[] prices = [1e17, 1e17, .. Enumerable.Repeat(0.1, 50)];
        Run(Show(prices, window: 2, average => last = average), "Two large prices are put into the queue, and then many small ones.");

        last.ShouldBe(
            0.1,
            1e-9,
            "The last two prices were 0.1 each, so their average is 0.1. A sum to which prices are added, and from which they are taken "
            + "away, keeps an error for ever.");
    }

    [Test, Order(4)]
    public void ShowAverages_AllocatesNothingForAPrice()
    {
        long bytes = 0;
        Run(Main(), "Prices are put into the queue, one after the other, while the bytes are counted.");

        (bytes < Prices * BytesForAPrice).ShouldBeTrue(
            $"For {Prices:N0} prices, {bytes:N0} bytes were allocated: {bytes / Prices} for each. Take a price by `prices.Get()` "
            + "itself, keep the last ones in an array that is made "
            + "once, and add up by a loop: no coroutine, no list, no LINQ and no lambda for a price.");

        IEnumerator<Awaitable> Main()
        {
            var prices = new CoQueue<double>();
            int count = 0;
            CoTask task = CreateTask(PriceBoard.ShowAverages(prices, 20, _ => count++), "averages");
            long before = 0;
            for (int i = -1000; i < Prices; i++)
            {
                if (i == 0)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                prices.PutNoWait(i);
                int shown = count;
                for (int turns = 0; count == shown && turns < 10; turns++)
                {
                    yield return null;
                }
            }

            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            yield return Await(Stop(task));
            count.ShouldBe(Prices + 1000, "Each price is shown.");
        }
    }

    [Test, Order(5)]
    public void TradeWhenOpen_WaitsForTheOpening()
    {
        var exchange = new Exchange();
        var steps = new StepCounter<Awaitable>(PriceBoard.TradeWhenOpen(exchange, () => _lab.Print("trade")));
        Run(Main(), "The exchange opens after an hour.");

        _lab.Printout.ShouldRead(["3600.0 s  trade"], "The exchange opens after 3600 s. The trade comes at that moment, and once.");
        (steps.Steps <= 3).ShouldBeTrue(
            $"The coroutine has taken {steps.Steps:N0} steps to wait for an hour. Who waits for an event takes one to begin, and one "
            + "when it is set: `exchange.Opened.Wait()`.");

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(steps, "trader");
            yield return Sleep(3600);
            exchange.Opened.Set();
            yield return task;
        }
    }

    [Test, Order(6)]
    public void TradeWhenOpen_AtAnExchangeThatIsOpen_TradesAtOnce()
    {
        var exchange = new Exchange();
        exchange.Opened.Set();
        Run(PriceBoard.TradeWhenOpen(exchange, () => _lab.Print("trade")), "The exchange is open already.");

        _lab.Printout.ShouldRead(["0.0 s  trade"], "The exchange was open before the trader came, so there is nothing to wait for.");
    }

    [Test, Order(7)]
    public void AddUp_GivesTheSum()
    {
        foreach (int count in new[] { 0, 1, 99, 100, 101, 250 })
        {
            double sum = RunSum(Sum(Enumerable.Range(1, count).Select(static i => (double)i)), $"{count} prices are added up.");
            sum.ShouldBe(count * (count + 1) / 2.0, $"There are {count} prices: 1, 2, 3 and so on.");
        }

        static IEnumerator<Awaitable> Sum(IEnumerable<double> prices)
        {
            yield return Await<double>(PriceBoard.AddUp(prices)).Into(out var sum);
            yield return Return(sum.Result);
        }
    }

    [Test, Order(8)]
    public void AddUp_LetsTheOthersRun_AfterEveryHundred()
    {
        const int Count = 100_000;
        int read = 0;
        int longest = 0;
        var steps = new StepCounter<Awaitable>(PriceBoard.AddUp(ReadAll()));
        Run(Main(), "Many prices are added up, while another coroutine looks how far it is.");

        (longest <= 100).ShouldBeTrue(
            $"{longest:N0} prices were added up in a row, and meanwhile nobody else could run. After every hundred comes a `yield return null;`.");
        (steps.Steps <= (Count / 100) + 2).ShouldBeTrue(
            $"For {Count:N0} prices the coroutine has taken {steps.Steps:N0} steps. A step costs about as much as adding up some ten "
            + $"prices: take one for every hundred, which makes {Count / 100:N0}.");

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(steps, "sum");
            int before = 0;
            while (!task.IsDone)
            {
                yield return null;
                longest = Math.Max(longest, read - before);
                before = read;
            }

            yield return task;
        }

        IEnumerable<double> ReadAll()
        {
            for (; read < Count; read++)
            {
                yield return 1;
            }
        }
    }

    private static string Text(List<double> shown) => string.Join(' ', shown.Select(static value => FormattableString.Invariant($"{value}")));

    private static IEnumerator<Awaitable> Show(IEnumerable<double> all, int window, Action<double> show)
    {
        var prices = new CoQueue<double>();
        CoTask task = CreateTask(PriceBoard.ShowAverages(prices, window, show), "averages");
        foreach (double price in all)
        {
            yield return Sleep(1);
            prices.PutNoWait(price);
        }

        yield return Sleep(1);
        yield return Await(Stop(task));
    }

    private static IEnumerator<Awaitable> ShowUntilEmpty(CoQueue<double> prices, int window, Action<double> show)
    {
        CoTask task = CreateTask(PriceBoard.ShowAverages(prices, window, show), "averages");
        yield return Sleep(1);
        yield return Await(Stop(task));
    }

    private static IEnumerator<Awaitable> Stop(CoTask task)
    {
        bool hasEnded = task.IsDone;
        task.Cancel();
        yield return Settle(task, out var end, includeCancellation: true);
        if (hasEnded)
        {
            throw new ShouldAssertException(
                end.Exception is { } error
                    ? $"ShowAverages has failed at a price, and there are more to come.\n{Explained.Describe(error)}"
                    : "ShowAverages has ended. It takes prices without end, until it is cancelled.");
        }
    }

    private void Run(IEnumerator<Awaitable> main, string lookAt) => Explained.Run(() => _lab.Run(main), lookAt);

    private double RunSum(IEnumerator<Awaitable> main, string lookAt) => Explained.Run(() => _lab.Run<double>(main), lookAt);
}
