using System.Diagnostics;

namespace Coroutines.Exercises.Command;

/// <summary>Shows the progress and what to do next; or one exercise, its hint or its solution.</summary>
internal static class CommandLine
{
    private const string Usage = """
        dotnet run --project Examples/Exercises                    the progress, and what to do next
        dotnet run --project Examples/Exercises -- 3               all tests of exercise 3
        dotnet run --project Examples/Exercises -- --hint [3]      a hint for the next exercise, or for exercise 3
        dotnet run --project Examples/Exercises -- --solution 3    a solution of exercise 3
        """;

    private const int Success = 0;
    private const int Unsolved = 1;
    private const int WrongUsage = 2;

    internal static int Run(string[] arguments, TextWriter output)
    {
        IReadOnlyList<Exercise> course = Exercise.FindAll(CourseFolder.Find());
        switch (arguments)
        {
            case []:
                return ShowProgress(course, output);
            case ["--help" or "-h"]:
                output.WriteLine(Usage);
                return Success;
            case ["--hint"]:
                return ShowHint(FindNext(course), output);
            case ["--hint", string number] when Find(course, number) is { } exercise:
                return ShowHint(exercise, output);
            case ["--solution", string number] when Find(course, number) is { } exercise:
                return ShowSolution(exercise, output);
            case [string number] when Find(course, number) is { } exercise:
                return ShowExercise(exercise, output);
            default:
                output.WriteLine($"'{string.Join(' ', arguments)}' is not understood; the exercises have the numbers 1 to {course.Count}.");
                output.WriteLine(Usage);
                return WrongUsage;
        }
    }

    private static int ShowProgress(IReadOnlyList<Exercise> course, TextWriter output)
    {
        IReadOnlyList<Result> results = RunTests(course);
        Report report = new(output, Advice.ReadAll());
        report.WriteProgress(results);

        if (results.FirstOrDefault(result => !result.IsSolved) is { } next)
        {
            report.WriteNext(next);
            return Unsolved;
        }

        output.WriteLine("All exercises are solved. Well done!");
        return Success;
    }

    private static int ShowExercise(Exercise exercise, TextWriter output)
    {
        Result result = RunTests([exercise])[0];
        new Report(output, Advice.ReadAll()).WriteTests(result);
        return result.IsSolved ? Success : Unsolved;
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

    private static Exercise? FindNext(IReadOnlyList<Exercise> course) =>
        RunTests(course).FirstOrDefault(result => !result.IsSolved)?.Exercise;

    private static Exercise? Find(IReadOnlyList<Exercise> course, string number) =>
        int.TryParse(number, out int wanted) ? course.FirstOrDefault(exercise => exercise.Number == wanted) : null;

    private static IReadOnlyList<Result> RunTests(IReadOnlyList<Exercise> exercises)
    {
        string assembly = typeof(CommandLine).Assembly.Location;
        Job[] jobs = [.. exercises.Select(exercise => new Job(assembly, exercise.Number))];

        // Under a debugger the tests run in this process, so that its breakpoints are met, however long one looks around there.
        IReadOnlyList<IReadOnlyList<TestOutcome>> outcomes = Debugger.IsAttached ? [.. jobs.Select(RunHere)] : Supervisor.Run(jobs);
        return [.. exercises.Zip(outcomes, (exercise, tests) => new Result(exercise, tests))];
    }

    private static IReadOnlyList<TestOutcome> RunHere(Job job)
    {
        List<TestOutcome> outcomes = [];
        Worker.Run(job, told =>
        {
            if (told is { Kind: WorkerEventKind.TestEnded, Outcome: { } outcome })
            {
                outcomes.Add(outcome);
            }
        });
        return outcomes;
    }
}
