using Coroutines.Examples.Cookbook.Command;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A test in virtual time.</summary>
internal sealed class VirtualTimeTest : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-virtual-time-test
        using var test = new TestScheduler();
        var activity = new CoSignal("activity");
        CoTask session = test.Start(Session(activity), "session");

        test.Advance(1700);
        activity.Emit();                                             // just in time
        test.Advance(1799);
        Console.WriteLine($"{test.Time} s  open: {!session.IsDone}");
        test.Advance(1);
        Console.WriteLine($"{test.Time} s  open: {!session.IsDone}");
        test.VerifyNothingLeft();                                    // no task, no timer, no error that nobody has seen

        IEnumerator<Awaitable> Session(CoSignal activity)
        {
            while (true)
            {
                yield return Settle(WaitFor(activity.Next(), 1800), out var outcome);
                if (!outcome.IsSuccess)
                    yield break;
            }
        }
        // end-snippet
    }
}
