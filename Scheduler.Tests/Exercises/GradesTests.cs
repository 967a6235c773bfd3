using System.Text.Json;
using System.Xml.Linq;

namespace Coroutines.Tests.Exercises;

/// <summary>The files of <c>--report</c>.</summary>
public sealed class GradesTests
{
    private CourseCopy _course = null!;

    /// <summary>One is solved, one fails and prints what no XML can hold, one does not compile.</summary>
    [SetUp]
    public void MakeCourse()
    {
        _course = new CourseCopy(1, 2, 3);
        _course.Solve(1);
        _course.Edit(2, "        return 0;", "        Console.Write(\"<\\0\\e\\ud83d\\ude80\\ud83d>\");\n        return 0;");
        _course.Edit(3, "public static void Run", "public static viod Run");
    }

    [TearDown]
    public void DisposeCourse() => _course.Dispose();

    [Test]
    public void Json_HasEachExerciseWithItsTests()
    {
        using JsonDocument report = JsonDocument.Parse(Write("report.json"));

        JsonElement root = report.RootElement;
        root.GetProperty("solved").GetInt32().ShouldBe(1);
        root.GetProperty("exercises").GetInt32().ShouldBe(3);
        JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
        results.Select(result => $"{result.GetProperty("number")} {result.GetProperty("name")} {result.GetProperty("solved")} {result.GetProperty("compiles")}")
            .ShouldBe(["1 01-Generators True True", "2 02-Calling False True", "3 03-RoundRobin False False"]);

        JsonElement failed = results[1].GetProperty("tests")[0];
        failed.GetProperty("name").GetString().ShouldBe("RunToEnd_OfACoroutine_RunsAllOfItAndCountsItsStops");
        failed.GetProperty("passed").GetBoolean().ShouldBeFalse();
        failed.GetProperty("message").GetString()!.ShouldStartWith("RunToEnd got a coroutine");
        failed.GetProperty("output").GetString()!.ShouldStartWith("<\0\e\ud83d\ude80");

        JsonElement error = results[2].GetProperty("errors")[0];
        error.GetProperty("file").GetString().ShouldBe("RoundRobin.cs");
        error.GetProperty("line").GetInt32().ShouldBe(9);
        error.GetProperty("message").GetString()!.ShouldContain("(CS0246)");
    }

    [Test]
    public void JUnit_HasASuiteForEachExercise()
    {
        XElement root = XDocument.Parse(Write("report.xml")).Root!;

        root.Name.LocalName.ShouldBe("testsuites");
        XElement[] suites = [.. root.Elements("testsuite")];
        suites.Select(suite => $"{(string)suite.Attribute("name")!}: {Counts(suite)}").ShouldBe(
        [
            "1. A generator, stepped by hand: 9 0 0",
            "2. Calling a coroutine runs nothing: 3 3 0",
            "3. A round-robin loop: 1 0 1",
        ]);
        Counts(root).ShouldBe("13 3 1");

        XElement failed = suites[1].Elements("testcase").First();
        ((string)failed.Attribute("classname")!).ShouldBe("02-Calling");
        ((string)failed.Element("failure")!.Attribute("message")!).ShouldStartWith("RunToEnd got a coroutine");
        failed.Element("failure")!.Value.ShouldContain("expected | printed");
        failed.Element("system-out")!.Value.ShouldStartWith("<\ufffd\ufffd\ud83d\ude80");

        XElement broken = suites[2].Elements("testcase").Single();
        ((string)broken.Attribute("name")!).ShouldBe("compiles");
        broken.Element("error")!.Value.ShouldStartWith("RoundRobin.cs, line 9: The type or namespace name 'viod' could not be found");
    }

    /// <summary>Somebody could write into the folder of what is remembered.</summary>
    [Test]
    public void Report_BelievesNothingThatIsRemembered()
    {
        _course.Run();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_course.Root, "obj", "answers"), "*.json"))
        {
            File.WriteAllText(file, """[{"Name":"all","IsPassed":true,"Message":"","Output":""}]""");
        }

        Write("report.json").ShouldContain("\"solved\": 1,");
    }

    [Test]
    public void Report_OfAnUnknownFormat_IsNotUnderstood()
    {
        (int exitCode, string output) = _course.Run("--report", "report.txt");

        exitCode.ShouldBe(2);
        output.ShouldStartWith("'--report report.txt' is not understood");
    }

    [Test]
    public void Report_WhereNoFileCanBe_SaysSo()
    {
        (int exitCode, string output) = _course.Run("--report", Path.Combine(_course.Root, "missing", "report.json"));

        exitCode.ShouldBe(2);
        output.ShouldContain("report.json cannot be written: ");
    }

    private static string Counts(XElement element) =>
        $"{(string)element.Attribute("tests")!} {(string)element.Attribute("failures")!} {(string)element.Attribute("errors")!}";

    private string Write(string name)
    {
        string path = Path.Combine(_course.Root, name);
        (int exitCode, string output) = _course.Run("--report", path);

        exitCode.ShouldBe(1);
        output.ShouldBe($"1 of 3 exercises are solved: {path}\n");
        return File.ReadAllText(path);
    }
}
