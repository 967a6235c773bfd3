namespace Coroutines.Exercises;

[Exercise(3)]
public sealed class RoundRobinTests
{
    private readonly Printout _printout = new();

    [Test, Order(1)]
    public void Run_OfThreeCoroutines_StepsThemInTurn()
    {
        RoundRobin.Run(Walk("A", 2), Walk("B", 2), Walk("C", 2));

        _printout.ShouldRead(
            ["A 1", "B 1", "C 1", "A 2", "B 2", "C 2", "A ends", "B ends", "C ends"],
            "One step each, in turn: nobody walks on before all the others have made a step, and whoever is behind one that has ended must "
            + "not lose its turn.");
    }

    [Test, Order(2)]
    public void Run_OfUnequalCoroutines_KeepsTheOrderOfThoseWhoAreLeft()
    {
        RoundRobin.Run(Walk("A", 3), Walk("B", 0), Walk("C", 1), Walk("D", 2));

        _printout.ShouldRead(
            ["A 1", "B ends", "C 1", "D 1", "A 2", "C ends", "D 2", "A 3", "D ends", "A ends"],
            "Whoever has ended leaves the round, and the one behind it must not lose its turn by that.");
    }

    [Test, Order(3)]
    public void Run_AfterACoroutineHasEnded_NeverStepsItAgain()
    {
        StepCounter<string> short1 = new(Walk("A", 1));
        StepCounter<string> long1 = new(Walk("B", 4));

        RoundRobin.Run(short1, long1);

        short1.Steps.ShouldBe(2, "A has one stop, so it takes two steps: one to the stop, one to the end.");
        long1.Steps.ShouldBe(5, "B has four stops, so it takes five steps: four to the stops, one to the end.");
    }

    private IEnumerator<string> Walk(string name, int steps)
    {
        for (int i = 1; i <= steps; i++)
        {
            _printout.Write($"{name} {i}");
            yield return "walking";
        }

        _printout.Write($"{name} ends");
    }
}
