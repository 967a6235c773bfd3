using System.Text.Json;

namespace Coroutines.Exercises.Command;

/// <summary>
/// Compiled exercises and how their tests ended, kept from one run of the command to the next. The name of an entry holds a hash
/// of all that it was compiled from: who changes one exercise waits for that one.
/// </summary>
internal sealed class ResultStore(string folder)
{
    /// <summary>Where assemblies belong.</summary>
    internal string Folder => folder;

    /// <summary>The path of an assembly; null if it has not been compiled, or not in this form.</summary>
    internal string? FindAssembly(string name) => Path.Combine(folder, name + ".dll") is { } path && File.Exists(path) ? path : null;

    /// <summary>How the tests ended when they last ran; null if they never have.</summary>
    internal IReadOnlyList<TestOutcome>? Find(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<TestOutcome[]>(File.ReadAllText(OutcomesPath(name)));
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps this, and drops what was kept of the same exercise before it was changed.</summary>
    internal void Keep(Exercise exercise, string name, IReadOnlyList<TestOutcome> outcomes)
    {
        File.WriteAllText(OutcomesPath(name), JsonSerializer.Serialize(outcomes));
        foreach (string old in Directory.EnumerateFiles(folder, exercise.Name + ".*").Where(path => !Path.GetFileName(path).StartsWith(name + ".", StringComparison.Ordinal)))
        {
            TryDelete(old);
        }
    }

    private string OutcomesPath(string name) => Path.Combine(folder, name + ".json");

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // On Windows, a debugger or another check may still have it open. The next change tries again.
        }
    }
}
