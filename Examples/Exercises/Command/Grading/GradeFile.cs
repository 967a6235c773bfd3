namespace Coroutines.Exercises.Command.Grading;

/// <summary>Writes the results to a file, for a program that grades.</summary>
internal static class GradeFile
{
    /// <summary>What writes the format that the file's name asks for; null if it asks for none that is known.</summary>
    internal static Action<Stream, IReadOnlyList<Result>>? WriterFor(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => JsonGrades.Write,
        ".xml" => JUnitGrades.Write,
        _ => null,
    };
}
