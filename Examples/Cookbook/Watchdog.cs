using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Heartbeat and watchdog.</summary>
internal sealed class Watchdog : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-watchdog
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            for (int start = 1; ; start++)
            {
                yield return Settle(Watched(beat => Pump(beat, hangs: start == 1), silence: 2.0), out var outcome);
                Console.WriteLine($"{Now:0.0} s  start {start}: {(outcome.IsSuccess ? "done" : "silent for too long")}");
                if (outcome.IsSuccess)
                    break;
            }
        }

        IEnumerator<Awaitable> Watched(Func<Action, IEnumerator<Awaitable>> work, double silence)
        {
            using CoTimeout watchdog = Timeout(silence);
            yield return Await(work(() => watchdog.Reschedule(Scheduler.Current.Time + silence)));
        }

        IEnumerator<Awaitable> Pump(Action beat, bool hangs)
        {
            for (int load = 1; load <= 3; load++)
            {
                yield return Sleep(load == 2 && hangs ? 3600 : 1.0);
                beat();
                Console.WriteLine($"{Now:0.0} s  load {load}");
            }
        }
        // end-snippet
    }
}
