using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>
/// Proves the course: every exercise fails as the learner finds it and passes with its solution, every known mistake is
/// answered by the message that is meant for it, every known unusual answer that is right passes, and no test passes whatever one
/// writes. With numbers it proves those exercises, and prints what is read after each mistake.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        string root = CourseFolder.Find();
        IReadOnlyList<Exercise> course = Exercise.FindAll(root, Language.English);
        if (arguments.Where(argument => course.All(exercise => $"{exercise.Number}" != argument)).ToArray() is { Length: > 0 } unknown)
        {
            Console.WriteLine($"There is no exercise {string.Join(", ", unknown)}: they have the numbers 1 to {course.Count}.");
            return 1;
        }

        bool isChoice = arguments.Length > 0;
        CourseCheck check = new(root, course);
        IReadOnlyList<string> faults = check.Run([.. course.Where(exercise => !isChoice || arguments.Contains($"{exercise.Number}"))], verbose: isChoice);
        foreach (string omission in check.Omissions)
        {
            Console.WriteLine($"NOTE {omission}");
        }

        foreach (string fault in faults)
        {
            Console.WriteLine($"FAULT {fault}");
        }

        Console.WriteLine(
            $"{check.TestCount} tests, {check.MistakeCount} mistakes and {check.AlternativeCount} unusual right answers "
            + $"of {check.ExerciseCount} exercises: {faults.Count} faults");
        return faults.Count > 0 ? 1 : 0;
    }
}
