using Coroutines.Exercises.Command;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Checks;

/// <summary>Makes the variants of an exercise from the files that the project keeps of it.</summary>
internal sealed class VariantFinder(string root, IReadOnlyList<Exercise> course)
{
    private readonly CourseSources _sources = new(root, course);
    private readonly List<string> _faults = [];
    private readonly List<string> _omissions = [];

    /// <summary>What is wrong with the files.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>What cannot be checked, and why.</summary>
    internal IReadOnlyList<string> Omissions => _omissions;

    /// <summary>The start, and, where there is a solution, all that is made of it.</summary>
    internal IReadOnlyList<Variant> VariantsOf(Exercise exercise)
    {
        Variant start = NewVariant(exercise, VariantKind.Start, new Answer("start", Says: null, Notices: null, []), exercise.EditPath, File.ReadAllText(exercise.EditPath));
        if (!File.Exists(exercise.SolutionPath))
        {
            _omissions.Add($"{exercise.Name} has no solution: only its start is checked");
            return [start];
        }

        if (course.FirstOrDefault(other => other.Number < exercise.Number && NeedsTheStartOf(other, start)) is { } lacking)
        {
            _omissions.Add($"{exercise.Name} needs {lacking.Name}, which has no solution: only its start is checked");
            return [start];
        }

        string solution = File.ReadAllText(exercise.SolutionPath).ReplaceLineEndings("\n");
        return
        [
            start,
            NewVariant(exercise, VariantKind.Solution, new Answer("solution", Says: null, Notices: null, []), exercise.SolutionPath, solution),
            .. ReadAnswers(exercise, VariantKind.Mistake, "Mistakes", solution),
            .. ReadAnswers(exercise, VariantKind.Alternative, "Alternatives", solution),
        ];
    }

    private IEnumerable<Variant> ReadAnswers(Exercise exercise, VariantKind kind, string folder, string solution)
    {
        foreach (Answer answer in Answer.ReadAll(Path.Combine(root, folder, exercise.Name + ".txt")))
        {
            string text = answer.PutInto(solution) ?? solution;
            Variant variant = NewVariant(exercise, kind, answer, exercise.EditPath, text);
            if (text == solution)
            {
                _faults.Add($"{variant}: the solution does not have the text that is to be replaced");
            }

            if (string.IsNullOrEmpty(answer.Says) == (kind == VariantKind.Mistake))
            {
                _faults.Add($"{variant}: a line 'says: ...' belongs to each mistake, and to nothing else");
            }

            yield return variant;
        }
    }

    private static bool NeedsTheStartOf(Exercise other, Variant start) =>
        !File.Exists(other.SolutionPath) && start.Sources.Needed.Any(file => file.Path == other.EditPath);

    /// <summary>
    /// With the solutions of the exercises before it, and those after it as the learner finds them: none may need a later one.
    /// </summary>
    private Variant NewVariant(Exercise exercise, VariantKind kind, Answer answer, string path, string text)
    {
        Sources sources = _sources.Of(
            exercise,
            exercise.Name,
            SourceFile.Of(path, text),
            other => other.Number < exercise.Number && File.Exists(other.SolutionPath) ? other.SolutionPath : other.EditPath);
        return new Variant(exercise, kind, answer, sources);
    }
}
