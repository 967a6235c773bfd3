namespace Coroutines.Exercises;

[Exercise(4)]
public sealed class PollingLoopTests
{
    [Test, Order(1)]
    public void Run_OfSleepers_WakesTheShortestSleepFirst()
    {
        Printout printout = new();
        PollingLoop loop = new(new PolledClock());
        loop.Start(Nap("A", 300));
        loop.Start(Nap("B", 100));
        loop.Start(Nap("C", 200));

        loop.Run();

        printout.ShouldRead(
            ["A sleeps", "B sleeps", "C sleeps", "B wakes", "C wakes", "A wakes"],
            "A sleeps 300 ticks, B 100 and C 200. All have to fall asleep before the first wakes: "
            + "while one waits, the others run.");

        IEnumerator<Func<bool>> Nap(string name, int ticks)
        {
            printout.Write($"{name} sleeps");
            yield return loop.Sleep(ticks);
            printout.Write($"{name} wakes");
        }
    }

    [Test, Order(2)]
    public void Run_OfASleeperAndAWorker_LetsTheWorkerWork()
    {
        Printout printout = new();
        PolledClock clock = new();
        PollingLoop loop = new(clock);
        loop.Start(Nap());
        loop.Start(Work());

        loop.Run();

        printout.ShouldRead(
            ["sleeps", "works 1", "works 2", "works 3", "wakes"],
            "One sleeps for 100 ticks; the other hands out a question whose answer is always yes, so it works in each round.");
        clock.Reading.ShouldBeGreaterThan(100, "100 ticks of sleep cannot be over before the clock shows more than 100.");
        clock.Reading.ShouldBeLessThan(150, "The sleeper should wake soon after its time is over.");

        IEnumerator<Func<bool>> Nap()
        {
            printout.Write("sleeps");
            yield return loop.Sleep(100);
            printout.Write("wakes");
        }

        IEnumerator<Func<bool>> Work()
        {
            for (int i = 1; i <= 3; i++)
            {
                printout.Write($"works {i}");
                yield return () => true;
            }
        }
    }

    [Test, Order(3)]
    public void Run_OfACoroutineThatWaitsForAnything_AsksUntilTheAnswerIsYes()
    {
        Printout printout = new();
        PollingLoop loop = new(new PolledClock());
        int asked = 0;
        loop.Start(Wait());

        loop.Run();

        printout.ShouldRead(["waits", "goes on"], "The question is asked again in each round; only a yes lets the coroutine make a step.");
        asked.ShouldBe(5, "The fifth answer is the first yes. After that there is nothing left to ask.");

        IEnumerator<Func<bool>> Wait()
        {
            printout.Write("waits");
            yield return () => ++asked >= 5;
            printout.Write("goes on");
        }
    }

    [Test, Order(4)]
    public void Run_OfTwoWhoAreAlwaysReady_LetsThemTakeTurns()
    {
        Printout printout = new();
        PollingLoop loop = new(new PolledClock());
        loop.Start(Work("A"));
        loop.Start(Work("B"));

        loop.Run();

        printout.ShouldRead(
            ["A 1", "B 1", "A 2", "B 2", "A 3", "B 3"],
            "Both hand out questions whose answer is always yes. The loop goes round: after a step, everybody else is asked first.");

        IEnumerator<Func<bool>> Work(string name)
        {
            for (int i = 1; i <= 3; i++)
            {
                printout.Write($"{name} {i}");
                yield return () => true;
            }
        }
    }

    [Test, Order(5)]
    public void Sleep_CountsFromItsCall()
    {
        PolledClock clock = new();
        PollingLoop loop = new(clock);

        Func<bool> early = loop.Sleep(100);
        Func<bool> late = loop.Sleep(100);
        clock.Reading.ShouldBeLessThan(10, "Sleep makes a question, and does not wait itself.");
        Expected.False(early(), "Sleep(100) was called a moment ago, so 100 ticks are not over yet.");

        while (clock.Reading < 150)
        {
            _ = clock.Now;
        }

        Expected.True(
            late(),
            "Sleep(100) was called 150 ticks ago, and nobody has asked since. "
            + "The ticks count from the call of Sleep, and not from the first question.");
    }
}
