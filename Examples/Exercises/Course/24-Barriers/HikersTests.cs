using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(24)]
public sealed class HikersTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Hike_EatsWhenAllAreThere_AndTheMealIsReady()
    {
        const string LookAt = "Ann needs 3 s and Bob 5 s for the way. Bob comes last, and cooks from 5.0 s to 6.0 s: nobody eats before that.";
        _lab.Run(Together([Hiker("Ann", 3.0), Hiker("Bob", 5.0)]), LookAt);

        _lab.Printout.ShouldReadByTime(
            ["3.0 s  Ann arrives", "5.0 s  Bob arrives", "5.0 s  Bob cooks", "6.0 s  Ann eats", "6.0 s  Bob eats"], LookAt);
    }

    [Test, Order(2)]
    public void Hike_OnTheNextDay_AnotherOneMayCook()
    {
        const string LookAt = "Ann needs 1 s on the first day and 9 s on the second, and Bob 2 s each day. Whoever comes last cooks: Bob at first, and then Ann. "
            + "And both set out at 3.0 s, after the meal.";
        _lab.Run(Together([Hiker("Ann", 1.0, 9.0), Hiker("Bob", 2.0, 2.0)]), LookAt);

        _lab.Printout.ShouldReadByTime(
            [
                "1.0 s  Ann arrives", "2.0 s  Bob arrives", "2.0 s  Bob cooks", "3.0 s  Ann eats", "3.0 s  Bob eats",
                "5.0 s  Bob arrives", "12.0 s  Ann arrives", "12.0 s  Ann cooks", "13.0 s  Ann eats", "13.0 s  Bob eats",
            ],
            LookAt);
    }

    [Test, Order(3)]
    public void Hike_OfFour_HasOneCookEachDay()
    {
        const string LookAt = "Four hikers arrive at the same time on the first day, and one after the other on the second, A at last. "
            + "One of them cooks, and no more than one, and on the second day it is A. Nobody has left for the next hut before all have eaten.";
        _lab.Run(Together([Hiker("A", 1.0, 4.0), Hiker("B", 1.0, 3.0), Hiker("C", 1.0, 2.0), Hiker("D", 1.0, 1.0)]), LookAt);

        string[] cooks = [.. _lab.Printout.Lines.Where(line => line.EndsWith(" cooks", StringComparison.Ordinal))];
        Expected.True(cooks is [_, "6.0 s  A cooks"], $"{LookAt}\n\nWho has cooked, and when: {(cooks is [] ? "(nobody)" : string.Join(", ", cooks))}");

        string meals = string.Join(", ", _lab.Printout.Lines.Where(line => line.EndsWith(" eats", StringComparison.Ordinal)).Select(line => line.Split("  ")[0]));
        Expected.True(
            meals == "2.0 s, 2.0 s, 2.0 s, 2.0 s, 7.0 s, 7.0 s, 7.0 s, 7.0 s",
            $"{LookAt}\n\nThe four have to eat at 2.0 s and at 7.0 s. They have eaten at: {meals}");
    }

    [Test, Order(4)]
    public void Hike_WhenOneFails_TheOthersTurnBack()
    {
        const string LookAt = "Bob breaks his leg at 2.0 s, on the way. Ann is in the hut and hears of it at once; Cleo hears of it when she arrives, at 4.0 s. "
            + "Abort tells those who wait, and those who come later.";
        _lab.Run(Together([Hiker("Ann", 1.0), Failing("Bob", 2.0), Hiker("Cleo", 4.0)]), LookAt);

        _lab.Printout.ShouldRead(
            ["1.0 s  Ann arrives", "2.0 s  Ann turns back", "4.0 s  Cleo arrives", "4.0 s  Cleo turns back", "4.0 s  Bob: IOException"], LookAt);
    }

    [Test, Order(5)]
    public void Hike_WhenOneIsCancelled_TheOthersTurnBack()
    {
        const string LookAt = "Bob is cancelled at 2.0 s, on the way. A cancel is a reason to call it off too: a Settle sees it only if it is asked to. "
            + "And it goes on, so that Bob's task ends as cancelled.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["1.0 s  Ann arrives", "2.0 s  Ann turns back", "2.0 s  Bob: cancelled"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoBarrier hut = new(2, "hut");
            CoTask ann = CreateTask(Hiker("Ann", 1.0)(hut));
            CoTask bob = CreateTask(Hiker("Bob", 9.0)(hut));
            yield return Sleep(2.0);
            bob.Cancel();
            yield return Wait([ann, bob]);
            _lab.Print(bob.IsCancelled ? "Bob: cancelled" : "Bob: not cancelled");
        }
    }

    [Test, Order(6)]
    public void Hike_WhenOneIsCancelledInTheHut_TheOthersTurnBack()
    {
        const string LookAt = "Ann waits in the hut from 1.0 s on, and is cancelled at 2.0 s. Bob is still on the way, and hears of it at 9.0 s.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["1.0 s  Ann arrives", "9.0 s  Bob arrives", "9.0 s  Bob turns back", "9.0 s  Ann: cancelled"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoBarrier hut = new(2, "hut");
            CoTask ann = CreateTask(Hiker("Ann", 1.0)(hut));
            CoTask bob = CreateTask(Hiker("Bob", 9.0)(hut));
            yield return Sleep(2.0);
            ann.Cancel();
            yield return Wait([ann, bob]);
            _lab.Print(ann.IsCancelled ? "Ann: cancelled" : "Ann: not cancelled");
        }
    }

    [Test, Order(7)]
    public void Hike_WhenTheCookIsCancelled_TheOthersTurnBackHungry()
    {
        const string LookAt = "Bob comes last, at 2.0 s, and is cancelled at 2.5 s, while he cooks. Ann waits for the meal, and turns back without it.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["1.0 s  Ann arrives", "2.0 s  Bob arrives", "2.0 s  Bob cooks", "2.5 s  Ann turns back", "2.5 s  Bob: cancelled"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoBarrier hut = new(2, "hut");
            CoTask ann = CreateTask(Hiker("Ann", 1.0)(hut));
            CoTask bob = CreateTask(Hiker("Bob", 2.0)(hut));
            yield return Sleep(2.5);
            bob.Cancel();
            yield return Wait([ann, bob]);
            _lab.Print(bob.IsCancelled ? "Bob: cancelled" : "Bob: not cancelled");
        }
    }

    /// <summary>All hike to the same huts; in the end, it prints who has failed, and by what.</summary>
    private IEnumerator<Awaitable> Together(Func<CoBarrier, IEnumerator<Awaitable>>[] hikers)
    {
        CoBarrier hut = new(hikers.Length, "hut");
        yield return GatherOutcomes(hikers.Select(hiker => hiker(hut))).Into(out var outcomes);
        foreach ((int i, Outcome outcome) in outcomes.Result.Index())
        {
            if (outcome.Exception is ShouldAssertException)
            {
                outcome.ThrowIfFailed();
            }

            if (!outcome.IsSuccess)
            {
                _lab.Print($"{new[] { "Ann", "Bob", "Cleo" }[i]}: {outcome.Exception!.GetType().Name}");
            }
        }
    }

    private Func<CoBarrier, IEnumerator<Awaitable>> Hiker(string name, params double[] ways) =>
        hut => Hikers.Hike(name, ways.Length, day => Walk(ways[day - 1]), hut, _lab.Print);

    private Func<CoBarrier, IEnumerator<Awaitable>> Failing(string name, double seconds) =>
        hut => Hikers.Hike(name, 1, _ => Fail(seconds), hut, _lab.Print);

    private static IEnumerator<Awaitable> Walk(double seconds)
    {
        yield return Sleep(seconds);
    }

    private static IEnumerator<Awaitable> Fail(double seconds)
    {
        yield return Sleep(seconds);
        throw new IOException("a broken leg");
    }
}
