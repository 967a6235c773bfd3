namespace Coroutines.Exercises;

[Exercise(1)]
public sealed class GeneratorsTests
{
    [Test, Order(1)]
    public void Countdown_SteppedByHand_StopsAtEachNumber()
    {
        Printout printout = new();

        IEnumerator<int> countdown = Generators.Countdown(2, printout.Write);
        printout.Write("called");
        for (int step = 1; step <= 10 && countdown.MoveNext(); step++)
        {
            printout.Write($"got {countdown.Current}");
        }

        printout.ShouldRead(
            ["called", "ready", "got 2", "got 1", "lift-off"],
            "The test calls Countdown(2, print), writes \"called\", and steps it with MoveNext to its end. "
            + "The call itself runs nothing: what the method prints comes with the steps.");
    }

    [Test, Order(2)]
    public void Countdown_SteppedOnce_WaitsAtItsFirstNumber()
    {
        Printout printout = new();

        IEnumerator<int> countdown = Generators.Countdown(5, printout.Write);
        printout.ShouldRead([], "Countdown was called and not yet stepped: nothing of it may have run.");

        Expected.True(countdown.MoveNext(), "The countdown from 5 ended before its first number. Is there a `yield return`?");
        countdown.Current.ShouldBe(5, "The first number is the one that the countdown starts from.");
        printout.ShouldRead(["ready"], "After one step the countdown stands at its first `yield return`; \"lift-off\" is far away.");
    }

    [TestCase(5), Order(3)]
    [TestCase(1)]
    [TestCase(0)]
    public void Countdown_FromAnyNumber_HandsOutAllDownToOne(int start)
    {
        Printout printout = new();
        List<int> numbers = [];

        IEnumerator<int> countdown = Generators.Countdown(start, printout.Write);
        for (int step = 1; step <= 10 && countdown.MoveNext(); step++)
        {
            numbers.Add(countdown.Current);
        }

        numbers.ShouldBe(
            [.. Enumerable.Range(1, start).Reverse()],
            $"Countdown({start}, print) hands out {start} numbers: each from {start} down to 1, and none below 1.");
        printout.ShouldRead(["ready", "lift-off"], "However many numbers there are, \"ready\" comes before them and \"lift-off\" after them.");
    }

    [Test, Order(4)]
    public void TakeTwo_OfAnEndlessGenerator_TakesTwo()
    {
        int steps = 0;

        Generators.TakeTwo(Endless()).ShouldBe([10, 20], "Each MoveNext runs the generator to its next number, which is then in Current.");
        steps.ShouldBe(2, "The generator was stepped more often, or less often, than two numbers need.");

        IEnumerator<int> Endless()
        {
            while (true)
            {
                steps++;
                Expected.True(steps <= 100, "This generator never ends: two steps are enough.");
                yield return steps * 10;
            }
        }
    }

    [Test, Order(5)]
    public void TakeTwo_OfAShortGenerator_TakesWhatThereIs()
    {
        Generators.TakeTwo(new List<int> { 7 }.GetEnumerator())
            .ShouldBe([7], "MoveNext returns false at the end; Current means nothing then.");
        Generators.TakeTwo(new List<int>().GetEnumerator())
            .ShouldBe([], "This generator has no number at all: the very first MoveNext returns false.");
    }

    [TestCase(1), Order(6)]
    [TestCase(0)]
    public void TakeTwo_OfAShortGenerator_StepsItToItsEndAndNoFurther(int numbers)
    {
        const string LookAt = "One step for each number, and one that returns false: after that there is nothing to ask for.";
        StepCounter<int> generator = new(Enumerable.Range(7, numbers).GetEnumerator());

        Explained.Run(() => Generators.TakeTwo(generator), LookAt);

        generator.Steps.ShouldBe(numbers + 1, LookAt);
    }
}
