using static Coroutines.Awaitable;

namespace Coroutines.Jobs;

/// <summary>Calls of one kind that fail in a row: the first is reported, and each is followed by a pause, longer than the last.</summary>
/// <param name="what">What fails.</param>
/// <param name="options">How long the pauses are, and who is told.</param>
internal sealed class Outage(string what, JobWorkerOptions options)
{
    private int _failures;

    /// <summary>A call has come through.</summary>
    internal void End() => _failures = 0;

    /// <summary>A call has failed.</summary>
    /// <param name="failure">What it has failed with.</param>
    /// <returns>The pause, to be yielded.</returns>
    internal Awaitable Pause(Exception failure)
    {
        if (_failures++ == 0)
        {
            Tell(options, $"{what} has failed; it is tried again until it succeeds", failure);
        }

        return Sleep(options.SourceBackOff(_failures));
    }

    /// <summary>Tells of a problem that does not end the worker.</summary>
    internal static void Tell(JobWorkerOptions options, string message, Exception? exception = null) =>
        (options.ProblemHandler ?? Scheduler.Current.ExceptionHandler ?? Print)(new ExceptionContext(message) { Exception = exception });

    private static void Print(ExceptionContext context) => Console.Error.WriteLine($"{context.Message}. {context.Exception}");
}
