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
        // It works, as long as nobody else comes while he pays.
        if (seats.ContainsKey(seat))
        {
            yield return Return(false);
        }

        yield return Await(pay(name));
        seats[seat] = name;
        yield return Return(true);
    }

    /// <summary>A test of a way of booking: Ann and Bob want the same seat, in many orders of what they do.</summary>
    public static Exploration Explore(Booking book)
    {
        return Schedules.Explore(TwoWantOneSeat, runs: 300);

        // Runs once for each order. What it works on is made in here, anew each time; an exception is the failure.
        IEnumerator<Awaitable> TwoWantOneSeat()
        {
            var seats = new Dictionary<string, string>();
            var paid = new List<string>();
            yield return Await<bool>(book(seats, "A1", "Ann", Pay)).Into(out var ann);
            ann.Result.ShouldBeTrue("Ann has got the seat");

            IEnumerator<Awaitable> Pay(string name)
            {
                yield return null;
                paid.Add(name);
            }
        }
    }
}
