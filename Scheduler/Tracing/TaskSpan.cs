#if NET
using System.Diagnostics;

namespace Coroutines;

/// <summary>The span of one task. It hears of the end as those do who await the task, and is seen by none of them.</summary>
internal sealed class TaskSpan(TaskSpans spans, Activity activity) : IFutureWaiter
{
    void IFutureWaiter.OnDone(Future future)
    {
        activity.SetTag("coroutines.task", future.Name);
        switch (future.PeekFault())
        {
            case null:
                break;
            case CancelledException:
                activity.SetTag("coroutines.cancelled", true);
                break;
            case { } fault:
                activity.SetStatus(ActivityStatusCode.Error, ExceptionText.Line(fault));
                spans.Guard(() => activity.AddException(fault));
                break;
        }

        spans.Guard(Stop);
    }

    // Which one is current here is the business of whoever runs.
    private void Stop()
    {
        Activity? current = Activity.Current;
        try
        {
            activity.Stop();
        }
        finally
        {
            Activity.Current = current;
        }
    }
}
#endif
