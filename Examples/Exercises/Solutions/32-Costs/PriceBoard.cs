using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A stock exchange, whose traders wait until it opens.</summary>
public sealed class Exchange
{
    /// <summary>Is set when it opens.</summary>
    public CoEvent Opened { get; } = new("opened");

    public bool IsOpen => Opened.IsSet;
}

/// <summary>Prices, as they come in.</summary>
public static class PriceBoard
{
    /// <summary>Takes prices without end, and shows after each of them the average of the last ones, as many as <paramref name="window"/> says.</summary>
    public static IEnumerator<Awaitable> ShowAverages(CoQueue<double> prices, int window, Action<double> show)
    {
        double[] last = new double[window];
        for (int count = 1; ; count++)
        {
            yield return prices.Get().Into(out var price);
            last[(count - 1) % window] = price.Result;

            int known = Math.Min(count, window);
            double sum = 0;
            for (int i = 0; i < known; i++)
            {
                sum += last[i];
            }

            show(sum / known);
        }
    }

    /// <summary>Waits until the exchange is open, and then tells by <paramref name="trade"/>.</summary>
    public static IEnumerator<Awaitable> TradeWhenOpen(Exchange exchange, Action trade)
    {
        yield return exchange.Opened.Wait();
        trade();
    }

    /// <summary>Adds up all prices of a year, and lets the others run after every hundred of them.</summary>
    public static IEnumerator<Awaitable> AddUp(IEnumerable<double> prices)
    {
        double sum = 0;
        int count = 0;
        foreach (double price in prices)
        {
            sum += price;
            count++;
            if (count % 100 == 0)
            {
                yield return null;
            }
        }

        yield return Return(sum);
    }
}
