using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>
/// Proves the course: every exercise fails as the learner finds it and passes with its solution, every known mistake is
/// answered by the message that is meant for it, every known unusual answer that is right passes, and no test passes whatever one
/// writes.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments) =>
        Worker.IsMeant(arguments) ? Worker.Run(arguments) : Check(arguments);

    private static int Check(string[] arguments)
    {
        string root = CourseFolder.Find();
        IReadOnlyList<Exercise> course = Exercise.FindAll(root, Language.English);
        CourseCheck check = new(root, course);
        IEnumerable<Exercise> chosen = arguments is [string number] ? course.Where(one => $"{one.Number}" == number) : course;

        IReadOnlyList<string> faults = check.Run([.. chosen], verbose: arguments.Length > 0);
        foreach (string fault in faults)
        {
            Console.WriteLine($"FAULT {fault}");
        }

        Console.WriteLine(
            $"{check.TestCount} tests, {check.MistakeCount} mistakes and {check.AlternativeCount} unusual right answers "
            + $"of {check.ExerciseCount} exercises: {faults.Count} faults");
        return faults.Count > 0 || check.ExerciseCount == 0 ? 1 : 0;
    }
}
