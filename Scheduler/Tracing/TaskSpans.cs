#if NET
using System.Diagnostics;

namespace Coroutines;

/// <summary>Makes a span of the <see cref="ActivitySource"/> <c>Coroutines</c> for each task, from when it is made until it is done.</summary>
/// <param name="scheduler">Whose tasks they are.</param>
internal sealed class TaskSpans(Scheduler scheduler) : ITaskSpans
{
    internal const string SourceName = "Coroutines";

    private bool _hasFailed;

    /// <inheritdoc/>
    public IFutureWaiter? Begin(ref TaskStart start)
    {
        if (_hasFailed || !HasListeners())
        {
            return null;
        }

        var beginning = new Beginning(this, start);
        if (start.Context is { } given)
        {
            ExecutionContext.Run(given, static state => ((Beginning)state!).Run(), beginning);
        }
        else
        {
            beginning.Run();
        }

        start = start with { Context = beginning.Context ?? start.Context };
        return beginning.Span;
    }

    /// <summary>What listens is the user's code: its failures are reported, and the tasks go on.</summary>
    internal void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception failure) when (failure is not KeyboardInterruptException)
        {
            Report(failure);
        }
    }

    private bool HasListeners()
    {
        try
        {
            return Source.Instance.HasListeners();
        }
        catch (TypeInitializationException failure)
        {
            // Those who listen are told of the source when it is made.
            _hasFailed = true;
            Report(failure.InnerException ?? failure);
            return false;
        }
    }

    private void Report(Exception failure) => scheduler.Reports.Report(new ExceptionContext(
        $"a listener of the ActivitySource '{SourceName}' has failed; it should throw nothing") { Exception = failure });

    private TaskSpan? Start(in TaskStart start)
    {
        string coroutine = Coroutine.NameOf(start.Coroutine);
        Activity? activity = Source.Instance.StartActivity(start.Name ?? coroutine, ActivityKind.Internal);
        activity?.SetTag("coroutines.scheduler", scheduler.Name).SetTag("coroutines.coroutine", coroutine);
        return activity is null ? null : new TaskSpan(this, activity);
    }

    private static class Source
    {
        internal static readonly ActivitySource Instance = new(SourceName);
    }

    /// <summary>One beginning, inside the context that the task is given.</summary>
    private sealed class Beginning(TaskSpans spans, TaskStart start)
    {
        internal TaskSpan? Span { get; private set; }

        internal ExecutionContext? Context { get; private set; }

        internal void Run()
        {
            Activity? outer = Activity.Current;
            try
            {
                spans.Guard(() => Span = spans.Start(start));
                Context = Span is null ? null : ExecutionContext.Capture();
            }
            finally
            {
                Activity.Current = outer;
            }
        }
    }
}
#endif
