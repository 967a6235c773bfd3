using System.Reflection.Metadata;
using System.Security.Cryptography;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Tests.Exercises;

/// <summary>Who changes one exercise waits for that one.</summary>
public sealed class RememberingTests
{
    [Test]
    public void AnExerciseThatWasNotChanged_IsNeitherCompiledNorRunAgain()
    {
        using CourseCopy course = new(1, 2, 3);
        course.Solve(1);
        course.Solve(2);
        Examine(course).Select(result => result.IsRemembered).ShouldBe([false, false, false]);
        string[] assemblies = Assemblies(course);

        course.Edit(2, "stops++", "stops += 1");

        Examine(course).Select(result => (result.IsSolved, result.IsRemembered)).ShouldBe([(true, true), (true, false), (false, true)]);
        Assemblies(course).Intersect(assemblies).Select(Path.GetFileNameWithoutExtension).Select(name => name![..2]).ShouldBe(["01", "03"]);
        Assemblies(course).Length.ShouldBe(3, "What was compiled before the change is of no use any more.");
    }

    [Test]
    public void WhatIsUnsolvedAndShown_RunsAgain()
    {
        using CourseCopy course = new(1, 2, 3);
        course.Solve(1);
        Examine(course);

        IReadOnlyList<Result> results = new Examiner(course.Root, course.Course).ExamineCourse(shown: null, CancellationToken.None);

        results.Select(result => result.IsRemembered).ShouldBe([true, false, true]);
    }

    [Test]
    public void AnExerciseWhoseNeededFileWasChanged_RunsAgain()
    {
        using CourseCopy course = new(1, 17, 18);
        course.Solve(17);
        course.Solve(18);
        Examine(course).Select(result => result.IsSolved).ShouldBe([false, true, true]);

        course.Edit(17, "_ready.Dequeue()();", "_ready.Dequeue();");

        Examine(course).Select(result => (result.IsSolved, result.IsRemembered)).ShouldBe([(false, true), (false, false), (false, false)]);
    }

    [Test]
    public void AnotherBuildOfTheLibrary_MakesAnotherName()
    {
        using CourseCopy course = new(1);
        Sources sources = new CourseSources(course.Root, course.Course).Of(course[1]);

        sources.NameWithHash("one").ShouldBe(sources.NameWithHash("one"));
        sources.NameWithHash("one").ShouldNotBe(sources.NameWithHash("other"));
        References.OfThisProgram.Fingerprint.ShouldContain(typeof(Scheduler).Assembly.Location);
    }

    /// <summary>A debugger meets a breakpoint only where path and checksum of the symbols are those of the file.</summary>
    [Test]
    public void Symbols_NameTheLearnersFileAsItIs()
    {
        using CourseCopy course = new(1);
        Examine(course);

        using FileStream file = File.OpenRead(Path.ChangeExtension(Assemblies(course)[0], ".pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader symbols = provider.GetMetadataReader();
        Document document = symbols.Documents.Select(symbols.GetDocument).Single(one => symbols.GetString(one.Name) == course[1].EditPath);
        symbols.GetBlobBytes(document.Hash).ShouldBe(SHA256.HashData(File.ReadAllBytes(course[1].EditPath)));
    }

    private static IReadOnlyList<Result> Examine(CourseCopy course) =>
        new Examiner(course.Root, course.Course).Examine(course.Course, anew: false, CancellationToken.None);

    private static string[] Assemblies(CourseCopy course) =>
        [.. Directory.EnumerateFiles(Path.Combine(course.Root, "obj", "answers"), "*.dll").Order(StringComparer.Ordinal)];
}
