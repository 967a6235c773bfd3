using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(22)]
public sealed class BakeryTests
{
    private readonly Lab _lab = new();
    private readonly Bakery _bakery = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Buy_BeforeTheDoorIsOpen_WaitsForIt()
    {
        const string LookAt = "There is bread, and two wait in front of the door, which opens at 2.0 s: both go in, and so does the third, who comes at 3.0 s.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["2.0 s  Ann has 1", "2.0 s  Bob has 2", "3.0 s  Cleo has 3"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(_bakery.Deliver(10));
            CoTask ann = CreateTask(Customer("Ann", 1));
            CoTask bob = CreateTask(Customer("Bob", 2));
            yield return Sleep(2.0);
            _bakery.Open();
            yield return Sleep(1.0);
            yield return Await(Customer("Cleo", 3));
            yield return Gather(ann, bob);
        }
    }

    [Test, Order(2)]
    public void Buy_AfterTheDoorWasClosed_WaitsUntilItOpensAgain()
    {
        const string LookAt = "The door is open from 0.0 s to 1.0 s, and again from 5.0 s on. Who comes at 2.0 s waits until then.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  Ann has 1", "5.0 s  Bob has 1"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Await(_bakery.Deliver(10));
            _bakery.Open();
            yield return Await(Customer("Ann", 1));
            yield return Sleep(1.0);
            _bakery.Close();
            yield return Sleep(1.0);
            CoTask bob = CreateTask(Customer("Bob", 1));
            yield return Sleep(3.0);
            _bakery.Open();
            yield return bob;
        }
    }

    [Test, Order(3)]
    public void Buy_WaitsUntilThereIsEnough_AndTakesAllAtOnce()
    {
        const string LookAt = "Ann wants 3 loaves. One comes at 1.0 s, 2.0 s and 3.0 s: so she has them at 3.0 s, and until then the loaves lie on the shelf.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["1.0 s  on the shelf: 1", "2.0 s  on the shelf: 2", "3.0 s  Ann has 3", "3.0 s  on the shelf: 0"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            _bakery.Open();
            CoTask ann = CreateTask(Customer("Ann", 3));
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(1.0);
                yield return Await(_bakery.Deliver(1));
                yield return Sleep(0.01);
                _lab.Print($"on the shelf: {_bakery.Loaves}");
            }

            yield return ann;
        }
    }

    [Test, Order(4)]
    public void Deliver_ServesWhoeverFindsEnough()
    {
        const string LookAt = "Ann wants 5 loaves, and Bob, who comes after her, wants 1. Two are delivered at 1.0 s: that is enough for Bob, and not for Ann. "
            + "Who is woken first need not be the one who can go on.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["1.0 s  Bob has 1", "2.0 s  Ann has 5"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            _bakery.Open();
            CoTask ann = CreateTask(Customer("Ann", 5));
            CoTask bob = CreateTask(Customer("Bob", 1));
            yield return Sleep(1.0);
            yield return Await(_bakery.Deliver(2));
            yield return Sleep(1.0);
            yield return Await(_bakery.Deliver(4));
            yield return Gather(ann, bob);
        }
    }

    [Test, Order(5)]
    public void Deliver_ServesAllForWhomThereIsEnough_AndNobodyElse()
    {
        const string LookAt = "Four want 2 loaves each, and 5 are delivered: that is enough for two of them. Whoever was woken has to look whether there is enough for him; "
            + "another one may have been quicker. Three more come at 2.0 s, and serve the other two.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["1.0 s  A has 2", "1.0 s  B has 2", "1.0 s  on the shelf: 1", "2.0 s  C has 2", "2.0 s  D has 2", "2.0 s  on the shelf: 0"],
            LookAt);

        IEnumerator<Awaitable> Main()
        {
            _bakery.Open();
            List<CoTask> customers = [.. "ABCD".Select(name => CreateTask(Customer($"{name}", 2)))];
            foreach (int loaves in (int[])[5, 3])
            {
                yield return Sleep(_lab.Scheduler.Time == 0.0 ? 1.0 : 0.99);
                yield return Await(_bakery.Deliver(loaves));
                yield return Sleep(0.01);
                _lab.Print($"on the shelf: {_bakery.Loaves}");
            }

            yield return Gather(customers);
        }
    }

    [Test, Order(6)]
    public void Close_LeavesThoseInPeaceWhoAreInside()
    {
        const string LookAt = "Ann has gone in before the door is closed at 1.0 s. Bread comes at 2.0 s, and she gets it.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["2.0 s  Ann has 2"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            _bakery.Open();
            CoTask ann = CreateTask(Customer("Ann", 2));
            yield return Sleep(1.0);
            _bakery.Close();
            yield return Sleep(1.0);
            yield return Await(_bakery.Deliver(2));
            yield return ann;
        }
    }

    [Test, Order(7)]
    public void Buy_Cancelled_TakesNothing()
    {
        const string LookAt = "Ann wants 3 loaves, and leaves at 1.0 s by a cancel. The 3 loaves that come at 2.0 s are for Bob.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["2.0 s  Bob has 3"], LookAt);
        Expected.True(_bakery.Loaves == 0, $"Bob has bought all 3 loaves, and so there is none on the shelf any more. Here there are {_bakery.Loaves}.");

        IEnumerator<Awaitable> Main()
        {
            _bakery.Open();
            CoTask ann = CreateTask(Customer("Ann", 3));
            CoTask bob = CreateTask(Customer("Bob", 3));
            yield return Sleep(1.0);
            ann.Cancel();
            yield return Wait([ann]);
            yield return Sleep(1.0);
            yield return Await(_bakery.Deliver(3));
            yield return bob;
        }
    }

    [Test, Order(8)]
    public void Buy_TakesNoStepWhileItWaits()
    {
        const string LookAt = "Ann waits 100 s for the door, and another 100 s for her bread. Who waits at an event or a condition is woken, and does not ask in between: "
            + "in place of a loop that sleeps or yields until something is the case, `yield return _door.Wait();` waits for the door, and, with the shelf acquired, "
            + "`yield return _shelf.WaitFor(() => ...);` for the bread.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["200.0 s  Ann has 1"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            using StepRecorder steps = new(_lab.Scheduler); // a scheduler that is observed counts them
            CoTask ann = CreateTask(Customer("Ann", 1));
            yield return Sleep(100.0);
            _bakery.Open();
            yield return Sleep(100.0);
            yield return Await(_bakery.Deliver(1));
            yield return ann;
            Expected.True(ann.StepCount is >= 1 and <= 10, $"{LookAt}\n\nAnn's task has taken {ann.StepCount:N0} steps.");
        }
    }

    private IEnumerator<Awaitable> Customer(string name, int loaves)
    {
        yield return Await(_bakery.Buy(loaves));
        _lab.Print($"{name} has {loaves}");
    }
}
