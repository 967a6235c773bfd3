namespace Coroutines;

public sealed partial class Scheduler
{
    private Dictionary<string, CoGroup>? _namedGroups;

    /// <summary>Waits of tasks in groups that sleep by the scheduler's clock; a task needs one at most.</summary>
    internal Spares<UnscaledWait> SpareUnscaledWaits { get; } = new();

    /// <summary>Waits for the first of several signals; a task needs one at most.</summary>
    internal Spares<SignalChoice> SpareChoices { get; } = new();

    /// <summary>The group of a name, which is made if there is none yet: what other libraries call a tag.</summary>
    /// <param name="name">The name; case counts.</param>
    /// <returns>The group, which stands in no other. It is kept until it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public CoGroup Group(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        VerifyAccess();
        _namedGroups ??= new Dictionary<string, CoGroup>(StringComparer.Ordinal);
        if (!_namedGroups.TryGetValue(name, out CoGroup? group) || group.IsDisposed)
        {
            group = new CoGroup(this, name);
            _namedGroups[name] = group;
        }

        return group;
    }
}
