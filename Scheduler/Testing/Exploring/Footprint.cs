namespace Coroutines.Testing;

/// <summary>What a step has worked on that others may work on too: two steps whose footprints do not meet may come in either order.</summary>
internal sealed class Footprint
{
    /// <summary>That of something of which nothing is known.</summary>
    internal static readonly Footprint Everything = new() { _isEverything = true };

    /// <summary>That of something whose order among its equals makes no difference.</summary>
    internal static readonly Footprint Nothing = new();

    private readonly HashSet<object> _touched = [];
    private bool _isEverything;

    internal void Add(object what) => _touched.Add(what);

    internal void AddEverything() => _isEverything = true;

    internal bool Meets(Footprint other) =>
        !ReferenceEquals(this, Nothing) && !ReferenceEquals(other, Nothing)
        && (_isEverything || other._isEverything || _touched.Overlaps(other._touched));
}
