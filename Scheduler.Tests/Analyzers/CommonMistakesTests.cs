using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Analyzers;

/// <summary>The table of mistakes of the page on the analyzers: what tells of each first, and in which words.</summary>
public sealed class CommonMistakesTests
{
    private const string Page = "Scheduler/ANALYZERS.md";
    private const string Begin = "<!-- mistakes -->\n";
    private const string End = "<!-- end-mistakes -->";

    private static readonly CommonMistake[] _mistakes =
    [
        new("a coroutine is yielded as it is", "yield return Other();"),
        new("a .NET task is yielded as it is", "yield return Task.Delay(5);"),
        new("a number is yielded as a sleep", "yield return 0.5;"),
        new("`catch` around a `yield`", "try { yield return Sleep(1.0); } catch (IOException) { }"),
        new("`yield` in a `catch`", "try { Console.WriteLine(); } catch (IOException) { yield return Sleep(1.0); }"),
        new("`yield` in a `finally`", "try { Console.WriteLine(); } finally { yield return Sleep(1.0); }"),
        new("`return x` for `yield return Return(x)`", "yield return null; return 5;"),
        new("`await` in a coroutine", "await Task.Delay(5); yield return null;"),
        new("a coroutine with an `out` parameter", "result = 5; yield return null;", "IEnumerator<Awaitable> Main(out int result)"),
        new("a coroutine that says it returns an `Awaitable`", "yield return null;", "Awaitable Main()"),
        new("code after `Return`", "yield return Return(1); Console.WriteLine(2);"),
        new("a coroutine is called like a method", "Other(); yield return null;"),
        new("`Sleep` without `yield return`", "Sleep(1.0); yield return null;"),
        new("a coroutine is awaited twice", "var other = Other(); yield return Await(other); yield return Await(other);"),
        new("`Thread.Sleep`", "Thread.Sleep(500); yield return null;"),
        new("`.Result` of a running task", "Console.WriteLine(File.ReadAllTextAsync(\"page\").Result); yield return null;"),
        new("`lock` around a `yield`", "var gate = new object(); lock (gate) { yield return null; }"),
        new("a failure that is settled and forgotten", "yield return Settle(Other(), out var outcome);"),
        new("a time limit without `using`", "Timeout(1.0); yield return Sleep(5.0);"),
        new("a loop that cannot be cancelled", "while (true) { yield return Settle(Other(), out _, includeCancellation: true); }"),
        new("`ReadLineAsync` of the console", "yield return Await(Console.In.ReadLineAsync());"),
        new("`Result` is read too early", "CoTask<int> task = CreateTask<int>(Other()); Console.WriteLine(task.Result); yield return task;"),
        new("a call is yielded twice", "Awaitable call = Await(Other()); yield return call; yield return call;"),
        new("tasks that wait for each other", "var never = new CoEvent(); yield return never.Wait();"),
        new("a lock is released that nobody holds", "new CoLock().Release(); yield return null;"),
        new("`Run` inside a run", "Scheduler.Run(Other()); yield return null;"),
        new("a future is completed twice", "var future = new Future<int>(); future.SetResult(1); future.SetResult(2); yield return null;"),
    ];

    [Test]
    public void Mistakes_AreCaughtAsThePageSays()
    {
        string[] rows = [.. _mistakes.Select(static mistake => (mistake.What, Found: mistake.Find()))
            .Select(static row => $"| {row.What} | {row.Found.When} | {row.Found.Id} | {row.Found.Words.Replace("|", "\\|", StringComparison.Ordinal)} |")];
        string table = $"| mistake | caught by | | in these words |\n|---|---|---|---|\n{string.Join('\n', rows)}\n";

        string page = RepositoryFiles.Read(Page);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (RepositoryFiles.Approves)
        {
            RepositoryFiles.Write(Page, page[..begin] + table + page[end..]);
            return;
        }

        page[begin..end].ShouldBe(table);
        rows.Length.ShouldBeGreaterThanOrEqualTo(25);
        rows.ShouldNotContain(static row => row.Contains("| never |", StringComparison.Ordinal));
    }
}
