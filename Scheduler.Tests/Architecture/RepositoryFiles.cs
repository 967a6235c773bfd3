using Coroutines.Packaging;

namespace Coroutines.Tests.Architecture;

/// <summary>The working copy that the suite was built from, found upwards of the test assembly.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] _buildOutput = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = RepositoryRoot.Above(AppContext.BaseDirectory);

    /// <summary>Whether a guard test accepts what it finds and rewrites the tracked file, instead of failing.</summary>
    public static bool Approves => Environment.GetEnvironmentVariable("COROUTINES_APPROVE") == "1";

    /// <summary>The files below a folder, as paths from the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Below(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? [.. Walk(new DirectoryInfo(start), pattern).Order(StringComparer.Ordinal)]
            : [];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    public static void Write(string path, string text) => File.WriteAllText(Path.Combine(Root, path), text);

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern)
    {
        IEnumerable<string> files = folder.EnumerateFiles(pattern)
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

        IEnumerable<string> filesBelow = folder.EnumerateDirectories()
            .Where(child => !child.Name.StartsWith('.') && !_buildOutput.Contains(child.Name))
            .SelectMany(child => Walk(child, pattern));

        return files.Concat(filesBelow);
    }
}
