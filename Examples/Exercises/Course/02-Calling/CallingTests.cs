namespace Coroutines.Exercises;

[Exercise(2)]
public sealed class CallingTests
{
    [Test, Order(1)]
    public void RunToEnd_OfACoroutine_RunsAllOfItAndCountsItsStops()
    {
        Printout printout = new();

        int stops = Calling.RunToEnd(Walk(3));

        printout.ShouldRead(
            ["step 1", "step 2", "step 3", "there"],
            "RunToEnd got a coroutine and has to step it until MoveNext returns false.");
        stops.ShouldBe(3, "The coroutine stops at each `yield return`; the step that reaches its end is no stop.");
        Calling.RunToEnd(Walk(0)).ShouldBe(0, "A coroutine that never yields has no stop.");

        IEnumerator<string> Walk(int steps)
        {
            for (int i = 1; i <= steps; i++)
            {
                printout.Write($"step {i}");
                yield return "walking";
            }

            printout.Write("there");
        }
    }

    [Test, Order(2)]
    public void RunToEnd_AtTheEnd_StepsNoMore()
    {
        StepCounter<string> coroutine = new(new List<string> { "one", "two" }.GetEnumerator());

        Calling.RunToEnd(coroutine);

        coroutine.Steps.ShouldBe(3, "Two stops and the end are three steps.");
    }

    [Test, Order(3)]
    public void Morning_SteppedByHand_StopsWhereWashAndEatStop()
    {
        Printout printout = new();

        IEnumerator<string> morning = Calling.Morning(printout.Write);
        printout.ShouldRead([], "Morning was called and not yet stepped: nothing of it may have run.");
        for (int step = 1; step <= 10 && morning.MoveNext(); step++)
        {
            printout.Write($"({morning.Current})");
        }

        printout.ShouldRead(
            [
                "get up",
                "water on", "(washing)", "water off",
                "sit down", "(eating)", "(drinking)", "stand up",
                "leave",
            ],
            "The test writes in brackets what Morning hands out at each stop. Calling Wash(print) only makes a coroutine: "
            + "Morning has to step it, and to hand out what it hands out with a `yield return` of its own.");
    }
}
