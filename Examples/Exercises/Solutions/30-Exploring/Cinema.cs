using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A way of booking a seat: <see cref="Cinema.Book"/>, or another one, right or wrong.</summary>
public delegate IEnumerator<Awaitable> Booking(
    Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay);

public static class Cinema
{
    /// <summary>
    /// Books a seat for somebody, unless it is taken: he pays, and <paramref name="seats"/> has his name for the seat. It returns whether
    /// he got it. If the payment fails, its error comes out, and the seat is free.
    /// </summary>
    public static IEnumerator<Awaitable> Book(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        if (!seats.TryAdd(seat, name))
        {
            yield return Return(false);
        }

        yield return Settle(pay(name), out var payment, includeCancellation: true);
        if (!payment.IsSuccess)
        {
            seats.Remove(seat);
        }

        payment.ThrowIfFailed();
        yield return Return(true);
    }

    /// <summary>A test of a way of booking: Ann and Bob want the same seat, in many orders of what they do.</summary>
    public static Exploration Explore(Booking book)
    {
        return Schedules.Explore(TwoWantOneSeat, runs: 300);

        IEnumerator<Awaitable> TwoWantOneSeat()
        {
            var seats = new Dictionary<string, string>();
            var paid = new List<string>();
            CoTask<bool> ann = CreateTask<bool>(book(seats, "A1", "Ann", Pay), "Ann");
            CoTask<bool> bob = CreateTask<bool>(book(seats, "A1", "Bob", Pay), "Bob");
            yield return Gather(ann, bob);

            ann.Result.ShouldNotBe(bob.Result, "one of the two has got the seat");
            string winner = ann.Result ? "Ann" : "Bob";
            seats.GetValueOrDefault("A1").ShouldBe(winner, "the seat has the name of who has got it");
            paid.ShouldBe([winner], "who has got it has paid, and nobody else");

            IEnumerator<Awaitable> Pay(string name)
            {
                yield return null;
                paid.Add(name);
            }
        }
    }
}
