using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Debounce.</summary>
internal sealed class Debounce : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-debounce
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var edits = new CoGroup(Scheduler.Current, "edits");
            string text = "";
            foreach ((string letter, double pause) in new[] { ("h", 0.1), ("e", 0.1), ("y", 1.0), ("o", 0.2), ("u", 1.0) })
            {
                text += letter;
                edits.CreateTask("save", After(0.3, Save), RestartPolicy.Replace);     // the wait begins anew
                yield return Sleep(pause);
            }

            void Save() => Console.WriteLine($"{Now:0.0} s  saved '{text}'");
        }
        // end-snippet
    }
}
