using Microsoft.Extensions.Logging;

namespace Coroutines.Hosting;

/// <summary>What the loop tells the host's log.</summary>
internal sealed partial class HostLog(ILogger logger)
{
    /// <summary>What reaches nobody.</summary>
    internal void Report(ExceptionContext context) => Reported(context.Exception, context.Message, context.Task?.Name);

    [LoggerMessage(1, LogLevel.Error, "{Message} (task {Task})")]
    private partial void Reported(Exception? exception, string message, string? task);

    [LoggerMessage(2, LogLevel.Critical, "The main coroutine has failed.")]
    internal partial void MainFailed(Exception exception);

    [LoggerMessage(3, LogLevel.Critical, "The scheduler has ended by an error.")]
    internal partial void Failed(Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The grace period is over: {Count} coroutines are cancelled.")]
    internal partial void Cancels(int count);
}
