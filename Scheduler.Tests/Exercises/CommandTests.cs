namespace Coroutines.Tests.Exercises;

/// <summary>What a learner gets to read after a change.</summary>
public sealed class CommandTests
{
    [Test]
    public void AnErrorInALaterExercise_HidesNothing()
    {
        using CourseCopy course = new(1, 2, 3);
        course.Solve(1);
        course.Edit(3, "public static void Run", "public static viod Run");

        (int exitCode, string output) = course.Run();

        exitCode.ShouldBe(1);
        output.ShouldContain("[#..]  1 of 3 solved");
        output.ShouldContain("  ok  1. A generator, stepped by hand\n  ->  2. Calling a coroutine runs nothing             0 of 3 tests pass\n");
        output.ShouldMatch(@"      3\. A round-robin loop +does not compile\n");
        output.ShouldContain("DOES NOT COMPILE RoundRobin.cs\n    Line 9: The type or namespace name 'viod' could not be found");
        output.ShouldContain("        public static viod Run(params IEnumerator<string>[] coroutines)\n");
        output.ShouldContain("Next: 2. Calling a coroutine runs nothing");
        output.ShouldContain("FAILED RunToEnd_OfACoroutine_RunsAllOfItAndCountsItsStops");
    }

    [Test]
    public void AnErrorInTheNextExercise_IsWhatToDoNext()
    {
        using CourseCopy course = new(1, 2);
        course.Edit(1, "yield break;", "yield break");

        (_, string output) = course.Run();

        output.ShouldMatch(@"  ->  1\. A generator, stepped by hand +does not compile\n");
        output.IndexOf("DOES NOT COMPILE Generators.cs", StringComparison.Ordinal).ShouldBeGreaterThan(output.IndexOf("Next: 1.", StringComparison.Ordinal));
        output.ShouldContain(": ; expected (CS1002)\n");
    }

    [Test]
    public void AMemberThatTheTestsMiss_IsToldAtTheTests()
    {
        using CourseCopy course = new(1);
        course.Edit(1, "TakeTwo(", "TakeBoth(");

        (_, string output) = course.Run("1");

        output.ShouldContain("DOES NOT COMPILE GeneratorsTests.cs\n    The tests use what your file does not have, or not any more.\n");
        output.ShouldContain("'Generators' does not contain a definition for 'TakeTwo' (CS0117)");
        output.ShouldContain("No test can run before this compiles.");
    }

    [TestCase("yield return 5;", "CS0029", "what a coroutine yields is what it waits for: a value is returned by")]
    [TestCase("yield return Square(2);", "CS0029", "this is a coroutine, and nobody runs it yet:")]
    [TestCase("int n = Await<int>(Square(2)); yield break;", "CS0029", "this can be waited for, and is not the result itself:")]
    [TestCase("try { yield return Sleep(1.0); } catch (IOException) { }", "CS1626", "C# has no `yield return` in a `try` with a `catch`:")]
    [TestCase("await Task.Delay(1000); yield break;", "CS4032", "a coroutine needs neither `async` nor `await`:")]
    public void AnErrorOfAKindThatCoroutinesHave_IsExplained(string code, string rule, string advice)
    {
        using CourseCopy course = new(7);
        course.Edit(7, "yield break;", code);

        (_, string output) = course.Run("7");

        output.ShouldContain($"({rule})\n        {code}\n    {advice}");
    }

    [Test]
    public void AMissingFile_IsToldWithTheWayBack()
    {
        using CourseCopy course = new(7);
        File.Delete(course[7].EditPath);

        (int exitCode, string output) = course.Run();

        exitCode.ShouldBe(2);
        output.ShouldContain("07-Results has to hold one file to edit and one file of tests.");
        output.ShouldContain("`git checkout -- ");
    }

    [Test]
    public void AnErrorOfAnotherKind_HasTheCompilersWordsAlone()
    {
        using CourseCopy course = new(7);
        course.Edit(7, "yield break;", "int n = \"five\"; yield break;");

        (_, string output) = course.Run("7");

        output.ShouldContain("Cannot implicitly convert type 'string' to 'int' (CS0029)\n        int n = \"five\"; yield break;\n    Line");
    }

    /// <summary>Exercise 18 runs on the loop of exercise 17; the tests of exercise 5 need neither.</summary>
    [Test]
    public void AnError_IsToldWhereItsFileIsNeeded()
    {
        using CourseCopy course = new(5, 17, 18);
        course.Solve(5);
        course.Solve(18);
        course.Edit(17, "public void CallSoon(", "public viod CallSoon(");

        course.Run("5").ExitCode.ShouldBe(0);
        (int exitCode, string output) = course.Run("18");

        exitCode.ShouldBe(1);
        output.ShouldContain("DOES NOT COMPILE MiniLoop.cs");
    }

    /// <summary>It says "Tasks", as the namespace of .NET does: a mention that is none.</summary>
    [Test]
    public void AnError_InAFileThatIsOnlySeeminglyNeeded_DisturbsNobody()
    {
        using CourseCopy course = new(5, 6);
        course.Solve(5);
        course.Edit(5, "using static", "using System.Threading.Tasks;\nusing static");
        course.Edit(6, "public static class Tasks", "public static clas Tasks");

        course.Run("5").ExitCode.ShouldBe(0);
    }

    [Test]
    public void AnExceptionAndWhatWasPrinted_AreShownWithTheLearnersLine()
    {
        using CourseCopy course = new(2);
        course.Edit(2, "        return 0;", "        Console.WriteLine(\"here\");\n        throw new InvalidOperationException(\"not yet\");");

        (_, string output) = course.Run();

        output.ShouldContain("not yet\n\n    thrown at Calling.cs, line 10\n");
        output.ShouldContain("Your code has written to the console:\n    here\n");
        output.ShouldContain("NOTICED in Calling.cs\n    Line 19: calling Wash only makes a coroutine, and nobody runs it\n    (exercise 2)\n");
    }

    [Test]
    public void ALoopThatNeverEnds_IsStopped()
    {
        using CourseCopy course = new(1, 2);
        course.Solve(1);
        course.Edit(2, "        return 0;", "        while (true)\n        {\n        }");

        (int exitCode, string output) = course.Run();

        exitCode.ShouldBe(1);
        output.ShouldContain("1 of 2 solved");
        output.ShouldContain("This test did not end: it has computed for 3 seconds. Look for a loop that\n    never ends.\n");
    }

    [Test]
    public void AllSolved_EndsWithSuccess()
    {
        using CourseCopy course = new(1, 2);
        course.Solve(1);
        course.Solve(2);

        course.Run().ShouldBe((0, """

            [##]  2 of 2 solved

              ok  1. A generator, stepped by hand
              ok  2. Calling a coroutine runs nothing

            All exercises are solved. Well done!

            """));
    }

    /// <summary>Otherwise a mistake would keep the command from being built.</summary>
    [Test]
    public void TheCommand_HasNothingOfTheLearners() =>
        typeof(CommandLine).Assembly.GetTypes().Select(type => type.Name).ShouldNotContain("Generators");
}
