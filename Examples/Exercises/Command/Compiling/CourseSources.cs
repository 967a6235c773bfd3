namespace Coroutines.Exercises.Command.Compiling;

/// <summary>Finds what an exercise is compiled from.</summary>
internal sealed class CourseSources(string root, IReadOnlyList<Exercise> course)
{
    private readonly SourceFiles _files = new();

    /// <summary>With all files as the learner has them now.</summary>
    internal Sources Of(Exercise exercise) => Of(exercise, exercise.Name, _files.Read(exercise.EditPath), other => other.EditPath);

    /// <param name="exercise">The exercise.</param>
    /// <param name="name">What the assembly's name begins with.</param>
    /// <param name="written">What stands in the place of the file that the learner edits.</param>
    /// <param name="fileOf">Which file of another exercise is to be used, if one is needed.</param>
    internal Sources Of(Exercise exercise, string name, SourceFile written, Func<Exercise, string> fileOf) => Sources.Find(
        name,
        written,
        _files.Read(exercise.TestsPath),
        Directory.EnumerateFiles(Path.Combine(root, "Support"), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Concat(course.Where(other => other != exercise).Select(fileOf))
            .Select(_files.Read));
}
