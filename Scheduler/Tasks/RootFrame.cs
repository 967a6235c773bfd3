namespace Coroutines;

/// <summary>
/// The outermost frame of a task. It is made only when the task's coroutine awaits another one or defers something:
/// until then the task itself holds all there is to hold.
/// </summary>
internal sealed class RootFrame(IEnumerator<Awaitable> body) : CoroutineFrame(body)
{
    private protected override Exception? Accept(CoTask task, Awaitable end) => task.Accept(end);
}
