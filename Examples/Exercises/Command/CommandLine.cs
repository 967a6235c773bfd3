using Coroutines.Exercises.Command.Grading;
using Coroutines.Exercises.Command.Watching;

namespace Coroutines.Exercises.Command;

/// <summary>Shows the progress and what to do next; or one exercise, its hint or its solution.</summary>
internal static class CommandLine
{
    private const string Usage = """
        dotnet run --project Examples/Exercises                    the progress, and what to do next
        dotnet run --project Examples/Exercises -- 3               all tests of exercise 3
        dotnet run --project Examples/Exercises -- --watch [3]     checks whenever you save a file
        dotnet run --project Examples/Exercises -- --hint [3]      a hint for the next exercise, or for exercise 3
        dotnet run --project Examples/Exercises -- --solution 3    a solution of exercise 3
        dotnet run --project Examples/Exercises -- --report FILE   all results, for a program that grades: as .json, or JUnit's .xml
        """;

    private const int Success = 0;
    private const int Unsolved = 1;
    private const int WrongUsage = 2;

    internal static int Run(string[] arguments, TextWriter output) => Run(arguments, output, CourseFolder.Find());

    /// <summary>As the other, for the course in some folder.</summary>
    internal static int Run(string[] arguments, TextWriter output, string root)
    {
        IReadOnlyList<Exercise> course = Exercise.FindAll(root);
        Examiner examiner = new(root, course);
        switch (arguments)
        {
            case []:
                return ShowProgress(examiner, output);
            case ["--help" or "-h"]:
                output.WriteLine(Usage);
                return Success;
            case ["--watch"]:
                return WatchMode.Run(root, course, first: null, output);
            case ["--watch", string number] when Find(course, number) is { } exercise:
                return WatchMode.Run(root, course, exercise, output);
            case ["--report", string file] when GradeFile.WriterFor(file) is { } write:
                return WriteGrades(examiner, course, file, write, output);
            case ["--hint"]:
                return ShowHint(FindNext(examiner), output);
            case ["--hint", string number] when Find(course, number) is { } exercise:
                return ShowHint(exercise, output);
            case ["--solution", string number] when Find(course, number) is { } exercise:
                return ShowSolution(exercise, output);
            case [string number] when Find(course, number) is { } exercise:
                return ShowExercise(examiner, exercise, output);
            default:
                output.WriteLine($"'{string.Join(' ', arguments)}' is not understood; the exercises have the numbers 1 to {course.Count}.");
                output.WriteLine(Usage);
                return WrongUsage;
        }
    }

    private static int ShowProgress(Examiner examiner, TextWriter output)
    {
        IReadOnlyList<Result> results = examiner.ExamineCourse(shown: null, CancellationToken.None);
        Result? next = results.FirstOrDefault(result => !result.IsSolved);
        Report report = new(output, next is null ? [] : examiner.Notice(next));
        report.WriteProgress(results);

        if (next is not null)
        {
            report.WriteNext(next);
            return Unsolved;
        }

        output.WriteLine("All exercises are solved. Well done!");
        return Success;
    }

    private static int ShowExercise(Examiner examiner, Exercise exercise, TextWriter output)
    {
        Result result = examiner.Examine([exercise], anew: true, CancellationToken.None)[0];
        new Report(output, examiner.Notice(result)).WriteTests(result);
        return result.IsSolved ? Success : Unsolved;
    }

    /// <summary>All tests run for it, whatever is remembered of them: the file tells what is true now.</summary>
    private static int WriteGrades(
        Examiner examiner, IReadOnlyList<Exercise> course, string path, Action<Stream, IReadOnlyList<Result>> write, TextWriter output)
    {
        IReadOnlyList<Result> results = examiner.Examine(course, anew: true, CancellationToken.None);
        try
        {
            using FileStream file = File.Create(path);
            write(file, results);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"{path} cannot be written: {error.Message}");
            return WrongUsage;
        }

        int solved = results.Count(result => result.IsSolved);
        output.WriteLine($"{solved} of {results.Count} exercises are solved: {path}");
        return solved == results.Count ? Success : Unsolved;
    }

    private static int ShowHint(Exercise? exercise, TextWriter output)
    {
        output.WriteLine(exercise is null
            ? "All exercises are solved: there is nothing left to hint at."
            : $"{exercise.Number}. {exercise.Title}\n\n{exercise.Section("Hint")}");
        return Success;
    }

    private static int ShowSolution(Exercise exercise, TextWriter output)
    {
        bool exists = File.Exists(exercise.SolutionPath);
        output.WriteLine(exists ? File.ReadAllText(exercise.SolutionPath) : "This copy of the course has no solutions.");
        return exists ? Success : WrongUsage;
    }

    private static Exercise? FindNext(Examiner examiner) =>
        examiner.ExamineCourse(shown: null, CancellationToken.None).FirstOrDefault(result => !result.IsSolved)?.Exercise;

    private static Exercise? Find(IReadOnlyList<Exercise> course, string number) =>
        int.TryParse(number, out int wanted) ? course.FirstOrDefault(exercise => exercise.Number == wanted) : null;
}
