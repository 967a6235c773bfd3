namespace Coroutines;

/// <summary>A connection of a server, and the task that handles it. It is the done-callback of that task, and its place among the others.</summary>
internal sealed class ServerConnection : IFutureWaiter, IRunnable, IChained<ServerConnection>
{
    private static readonly ContextCallback _finish = static state => ((ServerConnection)state!).Finish();

    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    internal ServerConnection(CoServer server, CoStream stream, CoTask handler)
    {
        Server = server;
        Stream = stream;
        Handler = handler;
    }

    internal CoServer Server { get; }

    internal CoStream Stream { get; }

    internal CoTask Handler { get; }

    public ServerConnection? Previous { get; set; }

    public ServerConnection? Next { get; set; }

    public void OnDone(Future future) => Handler.Scheduler.Ready.Enqueue(this);

    public void Run() => Handler.Scheduler.Contexts.Run(_context, _finish, this);

    public void HandleFault(Exception exception) => Handler.Scheduler.Reports.ReportOrThrow(
        exception, () => new ExceptionContext($"A done-callback of {Handler.Describe()} threw an exception")
        {
            Exception = exception,
            Future = Handler,
            Task = Handler,
        });

    private void Finish()
    {
        try
        {
            Server.Finish(this);
        }
        catch (Exception exception)
        {
            // Here, while the context is the callback's, as of any other.
            HandleFault(exception);
        }
    }
}
