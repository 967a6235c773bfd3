using Microsoft.Extensions.Logging;

namespace Coroutines.Orleans;

/// <summary>What the loops of grains tell the silo's log.</summary>
internal sealed partial class GrainLog(ILogger logger)
{
    /// <summary>What reaches nobody.</summary>
    internal void Report(ExceptionContext context) => Reported(context.Exception, context.Message, context.Task?.Name);

    [LoggerMessage(1, LogLevel.Error, "{Message} (task {Task})")]
    private partial void Reported(Exception? exception, string message, string? task);
}
