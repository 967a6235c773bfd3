namespace Coroutines;

/// <summary>Work of the library's own that another thread leaves for the loop; it throws nothing.</summary>
/// <param name="action">What it does.</param>
/// <param name="promise">Which promise of another thread it keeps; 0 for none.</param>
internal sealed class PostedAction(Action action, long promise = 0) : IRunnable
{
    internal long Promise => promise;

    public void Run() => action();
}
