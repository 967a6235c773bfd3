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
        _lab.Run(Show([1, 2, 3, 4, 5, 12], window: 3, shown.Add), "Six prices are put into the queue, one after the other.");

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
        _lab.Run(Main(), "Four prices are in the queue before anybody takes one.");

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
        _lab.Run(Show(prices, window: 2, average => last = average), "Two large prices are put into the queue, and then many small ones.");

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
        _lab.Run(Main(), "Prices are put into the queue, one after the other, while the bytes are counted.");

        Expected.True(
            bytes < Prices * BytesForAPrice,
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
        _lab.Run(Main(), "The exchange opens after an hour.");

        _lab.Printout.ShouldRead(["3600.0 s  trade"], "The exchange opens after 3600 s. The trade comes at that moment, and once.");
        Expected.True(
            steps.Steps <= 3,
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
        _lab.Run(PriceBoard.TradeWhenOpen(exchange, () => _lab.Print("trade")), "The exchange is open already.");

        _lab.Printout.ShouldRead(["0.0 s  trade"], "The exchange was open before the trader came, so there is nothing to wait for.");
    }

    [Test, Order(7)]
    public void AddUp_GivesTheSum()
    {
        foreach (int count in new[] { 0, 1, 99, 100, 101, 250 })
        {
            double sum = _lab.Run<double>(Sum(Enumerable.Range(1, count).Select(static i => (double)i)), $"{count} prices are added up.");
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
        _lab.Run(Main(), "Many prices are added up, while another coroutine looks how far it is.");

        Expected.True(
            longest <= 100,
            $"{longest:N0} prices were added up in a row, and meanwhile nobody else could run. After every hundred comes a `yield return null;`.");
        Expected.True(
            steps.Steps <= (Count / 100) + 2,
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

    [Test, Order(9)]
    public void AddUp_LetsTheOthersRun_AtEachHundredthPrice()
    {
        foreach (int count in new[] { 99, 100, 101, 250 })
        {
            List<int> turns = [];
            _lab.Run(Main(count, turns), $"{count} prices are added up, while another coroutine looks how far it is.");

            // One that has taken the next price already, to see whether there is one, has added up no more. After the last price nobody has to run.
            int[] due = [.. Enumerable.Range(1, count / 100).Select(static i => i * 100)];
            bool isOmitted = due.LastOrDefault() == count && turns.Count == due.Length - 1;
            IEnumerable<int> wanted = isOmitted ? due.SkipLast(1) : due;
            Expected.True(
                turns.Count == wanted.Count() && turns.Zip(wanted, static (turn, price) => turn - price).All(static ahead => ahead is 0 or 1),
                $"Of {count} prices, the others were let run at these: {(turns is [] ? "none" : string.Join(", ", turns))}. "
                + $"They have to run after every hundred, which is after these: {(due is [] ? "none" : string.Join(", ", due))}.");
        }

        static IEnumerator<Awaitable> Main(int count, List<int> turns)
        {
            int read = 0;
            CoTask task = CreateTask(PriceBoard.AddUp(ReadAll()), "sum");
            yield return null;
            while (!task.IsDone)
            {
                turns.Add(read);
                yield return null;
            }

            yield return task;

            IEnumerable<double> ReadAll()
            {
                while (read < count)
                {
                    read++;
                    yield return 1;
                }
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
}
