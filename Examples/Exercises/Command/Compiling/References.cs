using Microsoft.CodeAnalysis;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>What the exercises are compiled against: all that this program itself runs with, except itself and the compiler.</summary>
internal sealed class References
{
    private References(IReadOnlyList<string> paths)
    {
        // The time of the library's last build is in it, so that what was compiled against another build is compiled anew.
        Fingerprint = string.Join('\n', paths.Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}"));
        All = [.. paths.Select(path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>Read once in the life of this program.</summary>
    internal static References OfThisProgram { get; } = new(
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsForExercises)]);

    internal IReadOnlyList<MetadataReference> All { get; }

    /// <summary>Changes with any of them.</summary>
    internal string Fingerprint { get; }

    private static bool IsForExercises(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name is not ("Exercises" or "Checks")
            && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            && !name.StartsWith("Coroutines.Analyzers", StringComparison.Ordinal);
    }
}
