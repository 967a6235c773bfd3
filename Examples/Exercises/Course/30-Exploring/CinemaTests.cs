using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(30)]
public sealed class CinemaTests
{
    [Test, Order(1)]
    public void Explore_OfARightBooking_Passes()
    {
        ShouldPass(BookWithALock(new CoLock("till")), "This way of booking is right: one after the other, by a lock.");
        ShouldPass(BookAtOnce, "This way of booking is right: the name is written before the payment.");

        static void ShouldPass(Booking book, string what)
        {
            if (ExploreBy(book).Failure is { } failure)
            {
                throw new ShouldAssertException(
                    $"{what} So your test has to pass, in each run. Is all that it works on made anew for each run, inside of the program? "
                    + $"And does it expect that Ann is always the first?\n\n{Text(failure)}");
            }
        }
    }

    [Test, Order(2)]
    public void Explore_WhenBothGetTheSeat_Fails() => ShouldFail(
        PayFirst,
        "Here both may get the seat: each finds it free, pays, and then writes his name over the other one's. Does your program have "
        + "Ann and Bob book "
        + "side by side, each as a task, and compare what they are told?");

    [Test, Order(3)]
    public void Explore_WhenTheLoserHasPaid_Fails()
    {
        ShouldFail(
            PayAndLookAgain,
            "Here one gets the seat and the other one does not, but both may have paid. In the end, exactly the one who got it has to have paid.");
        ShouldFail(
            HaveTheOtherOnePay,
            "Here one gets the seat, and the other one pays for it. In the end, exactly the one who got it has to have paid: it does "
            + "not do to count the payments.");
    }

    [Test, Order(4)]
    public void Explore_WhenTheSeatBearsTheWrongName_Fails() => ShouldFail(
        WriteAnyName,
        "Here one of the two gets the seat and pays, but then the other one's name stands there. Does your program look at `seats` in the end?");

    [Test, Order(5)]
    public void Explore_WhenNobodyGetsTheSeat_Fails() => ShouldFail(
        BothGiveWay,
        "Here nobody may get the seat: each sees that the other one wants it, and gives way. Of two who want the same seat, one has to get it.");

    [Test, Order(6)]
    public void Explore_OfARaceThatAnOrdinaryRunDoesNotShow_Fails()
    {
        var bookings = new List<Booking> { BookWithAHole(1), BookWithAHole(2), BookWithAHole(3) };
        foreach (Booking book in bookings)
        {
            ShouldFail(
                book,
                "Here both get the seat only if one of them comes in the middle of what the other one does. The ordinary run does not "
                + "show that, which is the "
                + "first one: have both begin at the same time, and Schedules.Explore make some hundred runs.");
        }
    }

    [Test, Order(7)]
    public void Book_Alone_PaysAndHasTheSeat()
    {
        Check(
            Program,
            "Ann books a seat alone, and then Bob wants the same one, and after that another one.");

        static IEnumerator<Awaitable> Program()
        {
            var desk = new Desk();
            yield return Await<bool>(desk.Book("A1", "Ann")).Into(out var first);
            yield return Await<bool>(desk.Book("A1", "Bob")).Into(out var second);
            yield return Await<bool>(desk.Book("A2", "Bob")).Into(out var third);
            Expected.True(first.Result, "The seat A1 was free: Ann has got it, and is told true.");
            Expected.False(second.Result, "The seat A1 is Ann's: Bob is told false.");
            Expected.True(third.Result, "The seat A2 was free: Bob has got it, and is told true.");
            desk.Taken.ShouldBe("A1 Ann, A2 Bob", "Each seat has the name of the one who has got it.");
            string.Join(", ", desk.Paid).ShouldBe("Ann, Bob", "Each has paid once, for the seat that he has got.");
        }
    }

    [Test, Order(8)]
    public void Book_ByTwo_InAnyOrder_IsWonByOne()
    {
        Check(
            Program,
            "Ann and Bob want the same seat, and your Book is run in 300 orders. In this one it goes wrong. Who does what between the "
            + "look at `seats` and the write?");

        static IEnumerator<Awaitable> Program()
        {
            var desk = new Desk();
            CoTask<bool> ann = CreateTask<bool>(desk.Book("A1", "Ann"), "Ann");
            CoTask<bool> bob = CreateTask<bool>(desk.Book("A1", "Bob"), "Bob");
            yield return Gather(ann, bob);
            ann.Result.ShouldNotBe(bob.Result, "One of the two has to get the seat, and not both.");
            string winner = ann.Result ? "Ann" : "Bob";
            desk.Taken.ShouldBe($"A1 {winner}", "The seat has the name of the one who was told that he has got it.");
            string.Join(", ", desk.Paid).ShouldBe(winner, "Only the one who has got it has paid, and once.");
        }
    }

    [Test, Order(9)]
    public void Book_WhosePaymentFails_LeavesTheSeatFree()
    {
        Check(
            Program,
            "The payment of Ann fails: its error has to come out of Book, and the seat is free then.");

        static IEnumerator<Awaitable> Program()
        {
            var desk = new Desk();
            yield return Settle(Await<bool>(desk.Book("A1", "Ann", PayNothing)), out var ann);
            Expected.True(
                ann.Exception is IOException,
                $"The error of the payment, an IOException, has to come out of Book, and not {ann.Exception?.GetType().Name ?? "a result"}.");
            desk.Taken.ShouldBe("", "Nobody has the seat, since nobody has paid for it.");
            yield return Await<bool>(desk.Book("A1", "Bob")).Into(out var bob);
            Expected.True(bob.Result, "Now Bob can have it.");
            desk.Taken.ShouldBe("A1 Bob", "Now Bob has it.");
        }

        static IEnumerator<Awaitable> PayNothing(string name)
        {
            yield return null;
            throw new IOException("the card is refused");
        }
    }

    [Test, Order(10)]
    public void Book_CancelledWhilePaying_LeavesTheSeatFree()
    {
        Check(Program, "Ann walks away while she pays: her booking is cancelled. The seat is free then.");

        static IEnumerator<Awaitable> Program()
        {
            var desk = new Desk();
            CoTask<bool> ann = CreateTask<bool>(desk.Book("A1", "Ann", PayForAWeek), "Ann");
            yield return Sleep(10);
            ann.Cancel();
            yield return Settle(ann, out var outcome, includeCancellation: true);
            Expected.True(outcome.IsCancelled, "A booking that is cancelled ends as cancelled.");
            desk.Taken.ShouldBe("", "Nobody has the seat: the payment was cancelled.");
            yield return Await<bool>(desk.Book("A1", "Bob")).Into(out var bob);
            Expected.True(bob.Result, "Now Bob can have it.");
        }

        static IEnumerator<Awaitable> PayForAWeek(string name)
        {
            yield return Sleep(7 * 24 * 3600);
        }
    }

    [Test, Order(11)]
    public void Explore_OfBook_Passes()
    {
        if (ExploreBy(Cinema.Book).Failure is { } failure)
        {
            throw new ShouldAssertException($"Your own test fails for your own Book.\n\n{Text(failure)}");
        }
    }

    private static Exploration ExploreBy(Booking book)
    {
        try
        {
            return Cinema.Explore(book) ?? throw new ShouldAssertException("Explore gives null. Return what Schedules.Explore gives.");
        }
        catch (ScheduleFailedException error)
        {
            throw new ShouldAssertException(
                "Explore has thrown a ScheduleFailedException, as ShouldPass does. Return what Schedules.Explore gives, and leave it to the caller "
                + $"whether it should pass.\n\n{(error.InnerException is ShouldAssertException said ? ShouldlyText.Of(said) : error.Message)}");
        }
    }

    // What was asserted comes first, and then the order in which it fails.
    private static string Text(ScheduleFailure failure)
    {
        string report = $"{failure}".ReplaceLineEndings("\n");
        return failure.Exception is ShouldAssertException assertion
            ? $"{ShouldlyText.Of(assertion)}\n\n{report[report.IndexOf($"Run {failure.Run}, with", StringComparison.Ordinal)..]}"
            : report;
    }

    private static void ShouldFail(Booking book, string lookAt)
    {
        if (ExploreBy(book) is { Failure: null } exploration)
        {
            throw new ShouldAssertException($"Your test says \"{exploration}\" of a way of booking that is wrong.\n{lookAt}");
        }
    }

    private static void Check(Func<IEnumerator<Awaitable>> program, string lookAt)
    {
        if (Schedules.Explore(program, runs: 300).Failure is { } failure)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{Text(failure)}");
        }
    }

    // Right ones.

    private static Booking BookWithALock(CoLock till)
    {
        return Book;

        IEnumerator<Awaitable> Book(Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
        {
            yield return till.Acquire().Into(out var held);
            using (held.Result)
            {
                if (seats.ContainsKey(seat))
                {
                    yield return Return(false);
                }

                yield return Await(pay(name));
                seats[seat] = name;
                yield return Return(true);
            }
        }
    }

    private static IEnumerator<Awaitable> BookAtOnce(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        bool isFree = seats.TryAdd(seat, name);
        if (isFree)
        {
            yield return Await(pay(name));
        }

        yield return Return(isFree);
    }

    // Wrong ones.

    private static IEnumerator<Awaitable> PayFirst(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        if (seats.ContainsKey(seat))
        {
            yield return Return(false);
        }

        yield return Await(pay(name));
        seats[seat] = name;
        yield return Return(true);
    }

    private static IEnumerator<Awaitable> PayAndLookAgain(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        if (seats.ContainsKey(seat))
        {
            yield return Return(false);
        }

        yield return Await(pay(name));
        yield return Return(seats.TryAdd(seat, name));
    }

    private static IEnumerator<Awaitable> HaveTheOtherOnePay(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        bool isFree = seats.TryAdd(seat, name);
        if (!isFree)
        {
            yield return Await(pay(name));
        }

        yield return Return(isFree);
    }

    private static IEnumerator<Awaitable> WriteAnyName(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        bool isFree = seats.TryAdd(seat, name);
        if (isFree)
        {
            yield return Await(pay(name));
        }

        // Also by the one who has not got it.
        yield return null;
        seats[seat] = isFree ? seats[seat] : name;
        yield return Return(isFree);
    }

    private static IEnumerator<Awaitable> BothGiveWay(
        Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
    {
        if (seats.ContainsKey(seat))
        {
            yield return Return(false);
        }

        if (!seats.TryAdd("mark " + seat, name))
        {
            seats.Remove("mark " + seat);
            yield return Return(false);
        }

        yield return null;
        yield return null;
        if (!seats.Remove("mark " + seat))
        {
            yield return Return(false);
        }

        seats[seat] = name;
        yield return Await(pay(name));
        yield return Return(true);
    }

    private static Booking BookWithAHole(int width)
    {
        return Book;

        // A seat is marked while it is looked for, and the mark goes too early.
        IEnumerator<Awaitable> Book(Dictionary<string, string> seats, string seat, string name, Func<string, IEnumerator<Awaitable>> pay)
        {
            if (seats.ContainsKey(seat) || !seats.TryAdd("mark " + seat, name))
            {
                yield return Return(false);
            }

            yield return null;
            seats.Remove("mark " + seat);
            for (int i = 0; i < width; i++)
            {
                yield return null;
            }

            seats[seat] = name;
            yield return Await(pay(name));
            yield return Return(true);
        }
    }

    /// <summary>The seats of one run, and who has paid.</summary>
    private sealed class Desk
    {
        private readonly Dictionary<string, string> _seats = [];

        internal List<string> Paid { get; } = [];

        internal string Taken => string.Join(", ", _seats.Select(seat => $"{seat.Key} {seat.Value}").Order());

        internal IEnumerator<Awaitable> Book(string seat, string name, Func<string, IEnumerator<Awaitable>>? pay = null) =>
            Cinema.Book(_seats, seat, name, pay ?? Pay);

        private IEnumerator<Awaitable> Pay(string name)
        {
            yield return Sleep(1);
            yield return null;
            Paid.Add(name);
        }
    }
}
