namespace Coroutines;

public sealed partial class Scheduler
{
    internal NamedGroups? NamedGroups { get; private set; }

    /// <summary>Waits of tasks in groups that sleep by the scheduler's clock; a task needs one at most.</summary>
    internal Spares<UnscaledWait> SpareUnscaledWaits { get; } = new();

    /// <summary>Waits for the first of several signals; a task needs one at most.</summary>
    internal Spares<SignalChoice> SpareChoices { get; } = new();

    /// <summary>The group of a name, which is made if there is none yet: what other libraries call a tag.</summary>
    /// <param name="name">The name; case counts.</param>
    /// <returns>
    /// The group, which stands in no other. Until it is disposed it is the same one each time, as long as that makes a difference: while it
    /// has tasks or somebody holds it, and for good once it was paused, or given a time scale or an exception handler.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public CoGroup Group(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        VerifyAccess();
        NamedGroups ??= new NamedGroups(this);
        return NamedGroups.Get(name);
    }
}
