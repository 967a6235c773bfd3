using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A dialog with a typewriter.</summary>
internal sealed class Typewriter : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-typewriter
        using var scheduler = new Scheduler();
        var click = new CoSignal("click");
        scheduler.CreateTask(Dialog("Hello", "Bye"));
        for (int frame = 1; frame <= 12; frame++)
        {
            if (frame == 4 || frame == 5 || frame == 11)
                click.Emit();
            scheduler.Tick(0.1);
        }

        IEnumerator<Awaitable> Dialog(params string[] lines)
        {
            foreach (string line in lines)
            {
                yield return Race(Await(Write(line)), click.Next()); // the first one ends both
                Show(line);
                yield return click.Next();
            }

            Show("(closed)");
        }

        IEnumerator<Awaitable> Write(string line)
        {
            for (int length = 1; length < line.Length; length++)
            {
                Show(line.Substring(0, length));
                yield return Sleep(0.1);
            }
        }

        void Show(string text) => Console.WriteLine($"{Now:0.0} s  {text}");
        // end-snippet
    }
}
