using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(13)]
public sealed class KitchenTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Cook_AtAFullCounter_Waits()
    {
        CoQueue<string> counter = new(maxSize: 2);

        _lab.Run(Main());

        _lab.Printout.ShouldRead(
            [
                "0.0 s  ready: soup", "0.0 s  ready: rice",
                "5.0 s  taken: soup", "5.0 s  ready: cake",
                "10.0 s  taken: rice", "15.0 s  taken: cake",
            ],
            "The counter has room for two dishes, and the test takes one every 5 s. The third dish is ready when there is room for it.");
        Expected.True(counter.IsShutDown, "After the last dish the cook has to shut the counter down.");

        IEnumerator<Awaitable> Main()
        {
            CoTask cook = CreateTask(Kitchen.Cook(counter, ["soup", "rice", "cake"], _lab.Print));
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(5.0);
                string failure = cook is { IsDone: true, Exception: { } error } ? $"Cook has failed: {error.Message}" : "";
                Expected.False(
                    counter.IsEmpty && !counter.IsShutDown,
                    $"After {Scheduler.Current.Time} s the counter is empty: Cook has not put a dish there. {failure}");
                yield return Settle(counter.Get(), out var dish);
                Expected.True(
                    dish.IsSuccess,
                    $"The counter is shut down, and dish {i + 1} of 3 is not on it. A `counter.Put(dish)` that is not "
                    + "yielded puts nothing, and an immediate shutdown throws away what stands on the counter.");
                _lab.Print($"taken: {dish.Result}");
            }

            yield return cook;
        }
    }

    [Test, Order(2)]
    public void Serve_TakesWhatIsLeft_AndEndsAtTheShutdown()
    {
        CoQueue<string> counter = new();
        counter.PutNoWait("soup");
        counter.PutNoWait("rice");
        counter.Shutdown();

        const string LookAt = "Two dishes stand on the counter, which is shut down already. Each is carried for a second; then nothing more comes.";
        Explained.Run(() => _lab.Run(Kitchen.Serve(counter, _lab.Print)), LookAt);

        _lab.Printout.ShouldRead(["1.0 s  served: soup", "2.0 s  served: rice"], LookAt);
    }

    [Test, Order(3)]
    public void Serve_AtAnEmptyCounter_WaitsForTheNextDish()
    {
        CoQueue<string> counter = new();

        const string LookAt = "The dishes come after 10.04 and after 20.04 s, and are taken at once. An empty counter is not the end: only a shutdown is.";
        Explained.Run(() => _lab.Run(Main()), LookAt);

        _lab.Printout.ShouldRead(["11.0 s  served: soup", "21.0 s  served: rice"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask waiter = CreateTask(Kitchen.Serve(counter, _lab.Print));
            yield return Sleep(10.04);
            yield return counter.Put("soup");
            yield return Sleep(10.0);
            yield return counter.Put("rice");
            counter.Shutdown();
            yield return waiter;
        }
    }

    [Test, Order(4)]
    public void Serve_AtACounterThatIsShutDownMeanwhile_Ends()
    {
        CoQueue<string> counter = new();

        _lab.Run(Main());

        _lab.Printout.ShouldRead([], "Nothing has ever stood on the counter, so nothing can be served.");
        _lab.Scheduler.Time.ShouldBe(10.0, "The counter is shut down after 10 s; both waiters go home then.");

        IEnumerator<Awaitable> Main()
        {
            CoTask[] waiters = [CreateTask(Kitchen.Serve(counter, _lab.Print)), CreateTask(Kitchen.Serve(counter, _lab.Print))];
            yield return Sleep(10.0);
            counter.Shutdown();
            foreach (CoTask waiter in waiters)
            {
                yield return Settle(waiter, out var outcome);
                Expected.True(
                    outcome.IsSuccess,
                    "The counter was shut down while two waiters stood at it, in the middle of a Get. "
                    + $"That is no failure, but Serve has ended with {outcome.Exception?.GetType().Name}. "
                    + "Looking at the counter before a Get is not enough: it is the Get that tells.");
            }
        }
    }

    [Test, Order(5)]
    public void ACookAndTwoWaiters_ServeEachDishOnce()
    {
        CoQueue<string> counter = new(maxSize: 1);
        string[] dishes = ["soup", "rice", "fish", "cake", "tea"];

        const string LookAt = "One cook, two waiters, five dishes: each is served exactly once, in their order.";
        Explained.Run(() => _lab.Run(Main()), LookAt);

        string[] served = [.. _lab.Printout.Lines.Where(line => line.Contains("served")).Select(line => line.Split(' ')[^1])];
        served.ShouldBe(dishes, LookAt);
        _lab.Scheduler.Time.ShouldBe(3.0, "Two waiters carry two dishes in the same second, so five dishes take three seconds.");

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(
                Kitchen.Cook(counter, dishes, _lab.Print),
                Kitchen.Serve(counter, _lab.Print),
                Kitchen.Serve(counter, _lab.Print));
        }
    }
}
