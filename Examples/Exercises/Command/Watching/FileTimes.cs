namespace Coroutines.Exercises.Command.Watching;

/// <summary>Tells which files of the course were saved.</summary>
/// <remarks>It looks at their times, which works on every system and every kind of folder, those of containers and network drives too.</remarks>
internal sealed class FileTimes
{
    private readonly string[] _folders;
    private Dictionary<string, (DateTime Time, long Length)> _seen;

    internal FileTimes(string root)
    {
        _folders = [Path.Combine(root, "Course"), Path.Combine(root, "Support")];
        _seen = Read();
    }

    /// <summary>The files that are other than at the last look: changed, new or gone.</summary>
    internal IReadOnlyList<string> FindChanged()
    {
        Dictionary<string, (DateTime Time, long Length)> now = Read();
        string[] changed =
        [
            .. now.Where(file => !_seen.TryGetValue(file.Key, out (DateTime, long) before) || before != file.Value).Select(file => file.Key),
            .. _seen.Keys.Where(path => !now.ContainsKey(path)),
        ];
        _seen = now;
        return changed;
    }

    private Dictionary<string, (DateTime Time, long Length)> Read() => _folders
        .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*.cs", SearchOption.AllDirectories))
        .ToDictionary(file => file.FullName, file => file.Exists ? (file.LastWriteTimeUtc, file.Length) : default);
}
