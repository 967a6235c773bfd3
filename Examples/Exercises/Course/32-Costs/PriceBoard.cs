using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A stock exchange, whose traders wait until it opens.</summary>
public sealed class Exchange
{
    /// <summary>Is set when it opens.</summary>
    public CoEvent Opened { get; } = new("opened");

    public bool IsOpen => Opened.IsSet;
}

/// <summary>Prices, as they come in. All of it works, and each method costs more than it should.</summary>
public static class PriceBoard
{
    /// <summary>Takes prices without end, and shows after each of them the average of the last ones, as many as <paramref name="window"/> says.</summary>
    public static IEnumerator<Awaitable> ShowAverages(CoQueue<double> prices, int window, Action<double> show)
    {
        // Too much: this allocates for each price.
        List<double> last = [];
        while (true)
        {
            yield return Await<List<double>>(TakeOne(prices, last, window)).Into(out var taken);
            last = taken.Result;
            show(last.Average());
        }
    }

    /// <summary>Waits until the exchange is open, and then tells by <paramref name="trade"/>.</summary>
    public static IEnumerator<Awaitable> TradeWhenOpen(Exchange exchange, Action trade)
    {
        // Too much: this takes a hundred steps in each second.
        while (!exchange.IsOpen)
        {
            yield return Sleep(0.01);
        }

        trade();
    }

    /// <summary>Adds up all prices of a year, and lets the others run after every hundred of them.</summary>
    public static IEnumerator<Awaitable> AddUp(IEnumerable<double> prices)
    {
        // Too much: this takes a step for each price.
        double sum = 0;
        foreach (double price in prices)
        {
            sum += price;
            yield return null;
        }

        yield return Return(sum);
    }

    private static IEnumerator<Awaitable> TakeOne(CoQueue<double> prices, List<double> last, int window)
    {
        yield return prices.Get().Into(out var price);
        yield return Return(last.Append(price.Result).TakeLast(window).ToList());
    }
}
