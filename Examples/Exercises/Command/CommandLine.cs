using Coroutines.Exercises.Command.Grading;
using Coroutines.Exercises.Command.Watching;

namespace Coroutines.Exercises.Command;

/// <summary>Shows the progress and what to do next; or one exercise, its hint or its solution.</summary>
internal static class CommandLine
{
    private const int Success = 0;
    private const int Unsolved = 1;
    private const int WrongUsage = 2;

    internal static int Run(LanguageChoice choice, TextWriter output) => Run(choice, output, CourseFolder.Find());

    /// <summary>As the other, for the course in some folder.</summary>
    internal static int Run(LanguageChoice choice, TextWriter output, string root)
    {
        Messages messages = new(choice.Chosen ?? Language.English);
        if (choice.Chosen is null)
        {
            output.WriteLine(messages.UnknownLanguage);
            output.WriteLine(messages.Usage);
            return WrongUsage;
        }

        try
        {
            return Run(choice.Arguments, Exercise.FindAll(root, messages.Language), messages, output, root);
        }
        catch (IncompleteExerciseException incomplete)
        {
            output.WriteLine(messages.Incomplete(Path.GetRelativePath(Environment.CurrentDirectory, incomplete.Folder)));
            return WrongUsage;
        }
    }

    private static int Run(string[] arguments, IReadOnlyList<Exercise> course, Messages messages, TextWriter output, string root)
    {
        Examiner examiner = new(root, course);
        switch (arguments)
        {
            case []:
                return ShowProgress(examiner, messages, output);
            case ["--help" or "-h"]:
                output.WriteLine(messages.Usage);
                return Success;
            case ["--watch"]:
                return WatchMode.Run(root, course, first: null, messages, output);
            case ["--watch", string number] when Find(course, number) is { } exercise:
                return WatchMode.Run(root, course, exercise, messages, output);
            case ["--report", string file] when GradeFile.WriterFor(file) is { } write:
                return WriteGrades(examiner, course, file, write, messages, output);
            case ["--hint"]:
                return ShowHint(FindNext(examiner), messages, output);
            case ["--hint", string number] when Find(course, number) is { } exercise:
                return ShowHint(exercise, messages, output);
            case ["--solution", string number] when Find(course, number) is { } exercise:
                return ShowSolution(exercise, messages, output);
            case [string number] when Find(course, number) is { } exercise:
                return ShowExercise(examiner, exercise, messages, output);
            default:
                output.WriteLine(messages.NotUnderstood(string.Join(' ', arguments), course.Count));
                output.WriteLine(messages.Usage);
                return WrongUsage;
        }
    }

    private static int ShowProgress(Examiner examiner, Messages messages, TextWriter output)
    {
        IReadOnlyList<Result> results = examiner.ExamineCourse(shown: null, CancellationToken.None);
        Result? next = results.FirstOrDefault(result => !result.IsSolved);
        Report report = new(output, messages, next is null ? [] : examiner.Notice(next, messages));
        report.WriteProgress(results);

        if (next is not null)
        {
            report.WriteNext(next);
            return Unsolved;
        }

        output.WriteLine(messages.AllSolved);
        return Success;
    }

    private static int ShowExercise(Examiner examiner, Exercise exercise, Messages messages, TextWriter output)
    {
        Result result = examiner.Examine([exercise], anew: true, CancellationToken.None)[0];
        new Report(output, messages, examiner.Notice(result, messages)).WriteTests(result);
        return result.IsSolved ? Success : Unsolved;
    }

    /// <summary>All tests run for it, whatever is remembered of them: the file tells what is true now.</summary>
    private static int WriteGrades(
        Examiner examiner, IReadOnlyList<Exercise> course, string path, Action<Stream, IReadOnlyList<Result>> write, Messages messages, TextWriter output)
    {
        IReadOnlyList<Result> results = examiner.Examine(course, anew: true, CancellationToken.None);
        try
        {
            using FileStream file = File.Create(path);
            write(file, results);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            output.WriteLine(messages.CannotWrite(path, error.Message));
            return WrongUsage;
        }

        int solved = results.Count(result => result.IsSolved);
        output.WriteLine(messages.GradesWritten(solved, results.Count, path));
        return solved == results.Count ? Success : Unsolved;
    }

    private static int ShowHint(Exercise? exercise, Messages messages, TextWriter output)
    {
        output.WriteLine(exercise is null
            ? messages.NothingToHintAt
            : $"{exercise.Number}. {exercise.Title}\n\n{exercise.Hint}");
        return Success;
    }

    private static int ShowSolution(Exercise exercise, Messages messages, TextWriter output)
    {
        bool exists = File.Exists(exercise.SolutionPath);
        output.WriteLine(exists ? File.ReadAllText(exercise.SolutionPath) : messages.NoSolutions);
        return exists ? Success : WrongUsage;
    }

    private static Exercise? FindNext(Examiner examiner) =>
        examiner.ExamineCourse(shown: null, CancellationToken.None).FirstOrDefault(result => !result.IsSolved)?.Exercise;

    private static Exercise? Find(IReadOnlyList<Exercise> course, string number) =>
        int.TryParse(number, out int wanted) ? course.FirstOrDefault(exercise => exercise.Number == wanted) : null;
}
