using System.Text;

namespace Coroutines;

/// <summary>One coroutine in a chain of them, as reports name it.</summary>
/// <remarks>
/// All that are called from it share it. So to note the chain at each of a thousand levels takes a thousand of these, where lists
/// of names would take half a million.
/// </remarks>
/// <param name="name">The coroutine's name.</param>
/// <param name="caller">The one that awaits it; null for the outermost.</param>
internal sealed class StackEntry(string name, StackEntry? caller)
{
    // Of a chain that is too long to be shown whole, so many names are shown at each end.
    private const int ShownAtEachEnd = 10;
    private const string Separator = " > ";

    private readonly int _depth = caller is null ? 1 : caller._depth + 1;

    // In a long chain, the last of those that are shown at its beginning.
    private readonly StackEntry? _endOfBeginning =
        caller is { _depth: ShownAtEachEnd } ? caller : caller?._endOfBeginning;

    internal string Name => name;

    /// <summary>The chain of some names in one line, as <see cref="ToString"/> writes it; nothing where there are none.</summary>
    internal static string Line(IReadOnlyList<string> names) =>
        names.Aggregate((StackEntry?)null, static (caller, name) => new StackEntry(name, caller))?.ToString() ?? string.Empty;

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    internal static StackEntry? Parse(string chain) =>
        chain.Split(Separator).Aggregate((StackEntry?)null, static (caller, name) => new StackEntry(name, caller));

    /// <summary>The names from the outermost down to this one.</summary>
    internal string[] ToNames() => ToNames(_depth);

    /// <summary>The chain down to this one in one line; of a very long one, both ends.</summary>
    public override string ToString()
    {
        int left = _depth - (2 * ShownAtEachEnd);
        if (left <= 1)
        {
            return string.Join(Separator, ToNames());
        }

        return new StringBuilder()
            .AppendJoin(Separator, _endOfBeginning!.ToNames())
            .Append(Separator).Append("… ").Append(left).Append(" more …").Append(Separator)
            .AppendJoin(Separator, ToNames(ShownAtEachEnd))
            .ToString();
    }

    private StackEntry? Caller => caller;

    /// <summary>The last of the names that end with this one.</summary>
    private string[] ToNames(int count)
    {
        var names = new string[count];
        StackEntry? entry = this;
        for (int i = count - 1; i >= 0; i--)
        {
            names[i] = entry!.Name;
            entry = entry.Caller;
        }

        return names;
    }
}
