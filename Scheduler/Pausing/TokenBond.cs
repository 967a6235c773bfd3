namespace Coroutines;

/// <summary>Cancels a task with a token, as long as the task is not done.</summary>
internal sealed class TokenBond : IFutureWaiter
{
    private const string Message = "The CancellationToken that it is bound to was cancelled.";

    private readonly CoTask _task;
    private CancellationTokenRegistration _registration;

    private TokenBond(CoTask task) => _task = task;

    internal static void Bind(CoTask task, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            task.Cancel(Message);
        }
        else if (token.CanBeCanceled && !task.IsDone)
        {
            var bond = new TokenBond(task);
            task.AddWaiter(bond);

            // The token's callback may come at any moment, on any thread.
            bond._registration = token.Register(static bond => ((TokenBond)bond!).Cancel(), bond);
        }
    }

    public void OnDone(Future future) => _registration.Dispose();

    private void Cancel()
    {
        if (_task.Scheduler.IsRunningHere)
        {
            _task.Cancel(Message);
        }
        else
        {
            _task.Scheduler.Outside.Call(() => _task.Cancel(Message));
        }
    }
}
