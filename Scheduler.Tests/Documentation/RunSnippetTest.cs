namespace Coroutines.Tests.Documentation;

/// <summary>Tests of snippets that are whole programs with a run in them, which takes no time here.</summary>
public abstract class RunSnippetTest : SnippetTest
{
    /// <summary>The library's class, except that its runs are virtual.</summary>
    protected static class Scheduler
    {
        internal static Coroutines.Scheduler Current => Coroutines.Scheduler.Current;

        internal static void Run(IEnumerator<Awaitable> main) => RunVirtually(main);
    }
}
