using Coroutines.Exercises.Checks;

namespace Coroutines.Tests.Exercises;

/// <summary>What each exercise has to bring along.</summary>
public sealed class CourseFilesTests
{
    private const int FewestMistakes = 8;
    private const int FewestAlternatives = 4;

    private static IEnumerable<string> Names => CourseCopy.Original.Select(exercise => exercise.Name);

    [TestCaseSource(nameof(Names))]
    public void Exercise_KnowsEnoughWrongAndUnusualAnswers(string name)
    {
        Answer.ReadAll(Path.Combine(CourseCopy.OriginalRoot, "Mistakes", name + ".txt")).Count
            .ShouldBeGreaterThanOrEqualTo(FewestMistakes, $"Mistakes/{name}.txt");
        Answer.ReadAll(Path.Combine(CourseCopy.OriginalRoot, "Alternatives", name + ".txt")).Count
            .ShouldBeGreaterThanOrEqualTo(FewestAlternatives, $"Alternatives/{name}.txt");
    }

    [TestCase(Language.English)]
    [TestCase(Language.Japanese)]
    public void Hint_IsFolded(object language) =>
        Exercise.FindAll(CourseCopy.OriginalRoot, (Language)language).Where(exercise => !exercise.IsHintFolded)
            .Select(exercise => exercise.TextPath).ShouldBeEmpty("A page shows it only to who asks for it.");

    [Test]
    public void Reset_PutsTheBeginningBack()
    {
        using CourseCopy course = new(1);
        string start = File.ReadAllText(course[1].EditPath);
        course.Solve(1);

        course[1].Reset();

        File.ReadAllText(course[1].EditPath).ShouldBe(start);
    }
}
