using System.Diagnostics;

namespace Coroutines.Exercises.Command;

/// <summary>Shows the progress and what to do next; or one exercise, its hint or its solution.</summary>
internal static class CommandLine
{
    private const int Success = 0;
    private const int Unsolved = 1;
    private const int WrongUsage = 2;

    internal static int Run(LanguageChoice choice, TextWriter output)
    {
        Messages messages = new(choice.Chosen ?? Language.English);
        if (choice.Chosen is null)
        {
            output.WriteLine(messages.UnknownLanguage);
            output.WriteLine(messages.Usage);
            return WrongUsage;
        }

        return Run(choice.Arguments, messages, output);
    }

    private static int Run(string[] arguments, Messages messages, TextWriter output)
    {
        IReadOnlyList<Exercise> course = Exercise.FindAll(CourseFolder.Find(), messages.Language);
        switch (arguments)
        {
            case []:
                return ShowProgress(course, messages, output);
            case ["--help" or "-h"]:
                output.WriteLine(messages.Usage);
                return Success;
            case ["--hint"]:
                return ShowHint(FindNext(course), messages, output);
            case ["--hint", string number] when Find(course, number) is { } exercise:
                return ShowHint(exercise, messages, output);
            case ["--solution", string number] when Find(course, number) is { } exercise:
                return ShowSolution(exercise, messages, output);
            case [string number] when Find(course, number) is { } exercise:
                return ShowExercise(exercise, messages, output);
            default:
                output.WriteLine(messages.NotUnderstood(string.Join(' ', arguments), course.Count));
                output.WriteLine(messages.Usage);
                return WrongUsage;
        }
    }

    private static int ShowProgress(IReadOnlyList<Exercise> course, Messages messages, TextWriter output)
    {
        IReadOnlyList<Result> results = RunTests(course);
        Report report = new(output, messages, Advice.ReadAll(messages));
        report.WriteProgress(results);

        if (results.FirstOrDefault(result => !result.IsSolved) is { } next)
        {
            report.WriteNext(next);
            return Unsolved;
        }

        output.WriteLine(messages.AllSolved);
        return Success;
    }

    private static int ShowExercise(Exercise exercise, Messages messages, TextWriter output)
    {
        Result result = RunTests([exercise])[0];
        new Report(output, messages, Advice.ReadAll(messages)).WriteTests(result);
        return result.IsSolved ? Success : Unsolved;
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
