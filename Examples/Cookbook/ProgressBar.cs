using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Progress bar.</summary>
internal sealed class ProgressBar : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-progress-bar
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            double share = 0;
            var group = new TaskGroup();
            group.CreateTask(Draw(() => share));
            yield return Await(Copy(done => share = done));
            group.Cancel();                                          // the bar draws a last time
            yield return group;
            Console.WriteLine($"copied in {Now:0.0} s");
        }

        IEnumerator<Awaitable> Copy(Action<double> report)
        {
            for (int file = 1; file <= 20; file++)
            {
                yield return Sleep(0.11);
                report(file / 20.0);
            }
        }

        IEnumerator<Awaitable> Draw(Func<double> share)
        {
            Ticker every = Every(0.5, CatchUp.Skip);
            try
            {
                while (true)
                {
                    yield return every;
                    Show();
                }
            }
            finally { Show(); }

            void Show()
            {
                int full = (int)(20 * share());
                Console.WriteLine($"[{new string('#', full)}{new string('.', 20 - full)}] {share():0 %}");
            }
        }
        // end-snippet
    }
}
