using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Throttle.</summary>
internal sealed class Throttle : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-throttle
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var mouse = new CoGroup(Scheduler.Current, "mouse");
            int position = 0, sent = 0;
            for (int i = 0; i < 10; i++)
            {
                position++;
                mouse.CreateTask("send", Send(), RestartPolicy.Keep);          // one that is under way sees the new position
                yield return Sleep(0.12);
            }

            yield return mouse;                                                // until the last one is sent

            IEnumerator<Awaitable> Send()
            {
                while (sent != position)
                {
                    sent = position;
                    Console.WriteLine($"{Now:0.0} s  position {sent}");
                    yield return Sleep(0.5);
                }
            }
        }
        // end-snippet
    }
}
