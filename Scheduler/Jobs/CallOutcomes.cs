using System.Diagnostics.CodeAnalysis;

namespace Coroutines.Jobs;

/// <summary>How calls of a source have ended.</summary>
internal static class CallOutcomes
{
    /// <summary>Whether the call has failed. One that was cancelled along with whoever calls is thrown on; one that was cancelled by itself has failed.</summary>
    internal static bool HasFailed(this Outcome outcome, [NotNullWhen(true)] out Exception? failure)
    {
        if (outcome.IsCancelled && CoTask.Current!.Cancelling > 0)
        {
            outcome.ThrowIfFailed();
        }

        failure = outcome.Exception;
        return failure is not null;
    }
}
