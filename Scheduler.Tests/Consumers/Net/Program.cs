// snippet: package
using Coroutines;
using static Coroutines.Awaitable;

double start = 0;
Scheduler.Run(Breakfast());

IEnumerator<Awaitable> Breakfast()
{
    start = Scheduler.Current.Time;
    yield return Gather<string>(Prepare("tea", 2.0), Prepare("toast", 3.0)).Into(out var ready);
    Console.WriteLine($"{string.Join(", ", ready.Result)}, together {Scheduler.Current.Time - start:0} s");
}

IEnumerator<Awaitable> Prepare(string what, double seconds)
{
    yield return Sleep(seconds);
    yield return Return($"{what}: {Scheduler.Current.Time - start:0} s");
}
// end-snippet

#if MISTAKE
static class Mistake
{
    static IEnumerator<Awaitable> Main()
    {
        Sleep(1.0);
        yield return null;
    }
}
#endif
