namespace Coroutines;

/// <summary>Work of the library's own that another thread leaves for the loop; it throws nothing.</summary>
internal sealed class PostedAction(Action action) : IRunnable
{
    public void Run() => action();
}
