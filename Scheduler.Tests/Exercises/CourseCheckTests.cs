using Coroutines.Exercises.Checks;

namespace Coroutines.Tests.Exercises;

/// <summary>What proves the course.</summary>
public sealed class CourseCheckTests
{
    [Test]
    public void Check_WithoutASolution_ChecksTheRest()
    {
        using CourseCopy course = new(1, 2, 3);
        File.Delete(course[2].SolutionPath);
        CourseCheck check = new(course.Root, course.Course);

        check.Run(course.Course, verbose: false).ShouldBeEmpty();

        check.Omissions.ShouldBe(["02-Calling has no solution: only its start is checked"]);
        check.ExerciseCount.ShouldBe(3);
        check.MistakeCount.ShouldBe(CountMistakes(course, 1) + CountMistakes(course, 3));
    }

    [Test]
    public void Check_OfAChoice_ChecksThatAlone()
    {
        using CourseCopy course = new(1, 2, 3);
        CourseCheck check = new(course.Root, course.Course);

        check.Run([course[3]], verbose: false).ShouldBeEmpty();

        check.ExerciseCount.ShouldBe(1);
        check.MistakeCount.ShouldBe(CountMistakes(course, 3));
    }

    [Test]
    public void Check_OfWhatIsWrong_SaysIt()
    {
        using CourseCopy course = new(1);
        File.WriteAllText(course[1].StartPath, "something else");
        Write("Mistakes", """
            # Is none
            says: anything
            ---
            taken.Count < 2
            +++
            taken.Count <= 1

            # Gets another message
            says: never said
            ---
            i >= 1
            +++
            i >= 0
            """);
        Write("Alternatives", """
            # Does not compile
            ---
            return taken;
            +++
            return token;
            """);

        IReadOnlyList<string> faults = new CourseCheck(course.Root, course.Course).Run(course.Course, verbose: false);

        faults.ShouldContain("01-Generators, 'Is none': all tests pass, and at least one has to fail");
        faults.ShouldContain(fault => fault.StartsWith("01-Generators, 'Gets another message': the first failure does not say 'never said', but: ", StringComparison.Ordinal));
        faults.ShouldContain("01-Generators, 'Does not compile': does not compile: Generators.cs, line 26: The name 'token' does not exist in the current context (CS0103)");
        faults.ShouldContain("01-Generators: Starts/01-Generators.txt is no copy of Generators.cs, to which a reset goes back");

        void Write(string folder, string answers) => File.WriteAllText(Path.Combine(course.Root, folder, "01-Generators.txt"), answers);
    }

    private static int CountMistakes(CourseCopy course, int number) =>
        Answer.ReadAll(Path.Combine(course.Root, "Mistakes", course[number].Name + ".txt")).Count;
}
