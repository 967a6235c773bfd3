using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The program at the top of the README.</summary>
public sealed class ProgramTests : RunSnippetTest
{
    [Test]
    public void Program_OfTwoTasks_OverlapsThem()
    {
        // snippet: program
        Scheduler.Run(Breakfast());

        IEnumerator<Awaitable> Breakfast()
        {
            CoTask tea = CreateTask(Prepare("tea", 2.0));
            CoTask toast = CreateTask(Prepare("toast", 3.0));
            yield return tea;
            yield return toast;
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  breakfast");
        }

        IEnumerator<Awaitable> Prepare(string what, double seconds)
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  {what} ...");
            yield return Sleep(seconds);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ... {what}");
        }
        // end-snippet

        Console.ShouldRead(
            "0.0 s  tea ...",
            "0.0 s  toast ...",
            "2.0 s  ... tea",
            "3.0 s  ... toast",
            "3.0 s  breakfast");
    }
}
