using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(5)]
public sealed class SleepingTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Hello_SleepsForASecondBetweenItsLines()
    {
        _lab.Run(Sleeping.Hello(_lab.Print));

        _lab.Printout.ShouldRead(
            ["0.0 s  Hello ...", "1.0 s  ... world!"],
            "The numbers are the scheduler's time. It goes on only while coroutines sleep: calling Sleep(1.0) without "
            + "`yield return` does not wait, and Thread.Sleep stops the whole thread without the scheduler's knowledge.");
    }

    [Test, Order(2)]
    public void Tick_SleepsAfterEachTick()
    {
        _lab.Run(TickAndEnd());

        _lab.Printout.ShouldRead(
            ["0.0 s  tick 1", "0.5 s  tick 2", "1.0 s  tick 3", "1.5 s  end"],
            "Tick(3, 0.5, print) was awaited, and after it \"end\" was printed. It sleeps after the last tick too.");

        IEnumerator<Awaitable> TickAndEnd()
        {
            yield return Await(Sleeping.Tick(3, 0.5, _lab.Print));
            _lab.Print("end");
        }
    }

    [Test, Order(3)]
    public void Hello_WhileItSleeps_LetsOthersRun()
    {
        _lab.Run(Both());

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  Hello ...", "0.0 s  tick 1", "0.3 s  tick 2", "0.6 s  tick 3", "0.9 s  tick 4", "1.0 s  ... world!"],
            "Hello and Tick(4, 0.3, print) run side by side here: while one sleeps, the other goes on.");

        IEnumerator<Awaitable> Both()
        {
            yield return Gather(Sleeping.Hello(_lab.Print), Sleeping.Tick(4, 0.3, _lab.Print));
        }
    }
}
