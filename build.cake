// The one door to everything: `dotnet tool restore`, then `dotnet cake` (runs Test) or `dotnet cake --target=<name>`.

const string Solution = "Coroutines.slnx";
const string Tests = "Scheduler.Tests/Scheduler.Tests.csproj";

Task("Build")
    .Description("Compiles everything.")
    .Does(() => DotNetBuild(Solution));

Task("Test")
    .Description("Runs the suite on the net10.0 build of the library.")
    .Does(() => DotNetTest(Tests));

Task("TestNetStandard")
    .Description("Runs the same suite on the netstandard2.1 build.")
    .Does(() => DotNetTest(Tests, new DotNetTestSettings
    {
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("LibraryFramework", "netstandard2.1"),
    }));

Task("Nightly")
    .Description("Runs what the suite leaves out: the same rules with far more frames, levels and repetitions.")
    .Does(() => DotNetTest(Tests, new DotNetTestSettings { Settings = "Scheduler.Tests/Nightly.runsettings", ResultsDirectory = "artifacts/nightly" }));

Task("Examples")
    .Description("Runs the tour of the examples, and the store that three processes keep.")
    .Does(() =>
    {
        DotNetRun("Examples");
        DotNetRun("Examples", "raft");
    });

Task("Exercises")
    .Description("Proves the course: each exercise fails at its start and with every known mistake, and passes with its solution and every known alternative.")
    .Does(() =>
    {
        // As strictly as all other code, once with what the learner finds and once with the solutions.
        foreach (string files in new[] { "Course", "Solutions" })
        {
            DotNetBuild("Examples/Exercises", new DotNetBuildSettings
            {
                MSBuildSettings = new DotNetMSBuildSettings().WithProperty("CourseFiles", files).WithProperty("Strict", "true"),
            });
        }

        DotNetRun("Examples/Exercises/Checks");
    });

Task("Conformance")
    .Description("Compares with CPython, which records its outputs anew where it is found; --record keeps the new recordings. Holds the ledger against CPython's own tests.")
    .Does(() =>
    {
        if (FindPython() is { } python)
        {
            Information($"Recording with {python}.");
            string check = HasArgument("record") ? "" : " --check";
            Run(python, "Scheduler.Tests/Conformance/record.py" + check);
            Run(python, "Scheduler.Tests/Conformance/Differential/differential.py record" + check);
            Run(python, "Scheduler.Tests/Conformance/ledger.py --check");
        }
        else
        {
            Warning("No Python 3.13 or newer was found (PYTHON may name one): comparing with the recordings in the repository only.");
        }

        // These tests are part of the suite, whose results are counted: theirs are put elsewhere.
        DotNetTest(Tests, new DotNetTestSettings { Filter = "Category=Conformance", ResultsDirectory = "artifacts/conformance" });
    });

Task("Differential")
    .Description("Compares fresh random programs with CPython: --seed (a new one each time) and --count (500).")
    .Does(() =>
    {
        if (FindPython() is { } python)
        {
            int seed = Argument("seed", new Random().Next());
            int count = Argument("count", 500);
            DotNetRun("Scheduler.Tests", new ProcessArgumentBuilder().AppendQuoted(python).Append($"{seed} {count}"));
        }
        else
        {
            Warning("No Python 3.13 or newer was found (PYTHON may name one): nothing to compare with.");
        }
    });

Task("Fuzz")
    .Description("Sends garbage and mutated requests to the example serve: --seconds (300), --seed (a new one each time) and --first (0), to replay from a request.")
    .Does(() =>
    {
        int seed = Argument("seed", new Random().Next());
        DotNetRun("Scheduler.Tests", new ProcessArgumentBuilder().Append($"fuzz {seed} {Argument("seconds", 300)} {Argument("first", 0)}"));
    });

Task("Bench")
    .Description("Prints the tables of ratios: --rows=switch,echo64,… for some of them.")
    .Does(() => DotNetRun(
        "Scheduler.Tests/Benchmarks", $"quick {Argument("rows", "").Replace(',', ' ')}", new DotNetRunSettings { Configuration = "Release" }));

// A runner of our own: Stryker (5.1.0) takes the NUnit package, which refers to NUnit, for one more project of tests, finds no host for it,
// and ends.
Task("Mutants")
    .Description("Puts one mistake after another into the core of the library, and lists those that no test notices: --files=Sync/Waiter.cs,… for some of it.")
    .Does(() =>
    {
        DotNetBuild(Tests);
        DotNetRun("Scheduler.Tests/Mutants", Argument("files", "").Replace(',', ' '));
    });

Task("Pack")
    .Description("Makes the NuGet packages.")
    .Does(() =>
    {
        foreach (string project in new[] { "Scheduler/Scheduler.csproj", "Scheduler/NUnit/Coroutines.NUnit.csproj" })
        {
            DotNetPack(project, new DotNetPackSettings { Configuration = "Release", OutputDirectory = "artifacts/packages" });
        }
    });

RunTarget(Argument("target", "Test"));

// The first CPython of the version that the recordings are from, or newer.
string FindPython()
{
    var pyenv = $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.pyenv/versions/3.*/bin/python3";
    var candidates = new[] { EnvironmentVariable("PYTHON"), "python3.13", "python3" }
        .Where(name => !string.IsNullOrEmpty(name))
        .Concat(GetFiles(pyenv).Select(path => path.FullPath));

    return candidates.FirstOrDefault(IsRecentPython);
}

bool IsRecentPython(string python)
{
    try
    {
        var exitCode = StartProcess(python, new ProcessSettings
        {
            Arguments = "-c \"import sys; sys.exit(sys.implementation.name != 'cpython' or sys.version_info < (3, 13))\"",
            RedirectStandardError = true,
            Silent = true,
        });
        return exitCode == 0;
    }
    catch (System.ComponentModel.Win32Exception)
    {
        return false; // there is no such program
    }
}

void Run(string program, string arguments)
{
    var exitCode = StartProcess(program, new ProcessSettings { Arguments = arguments });
    if (exitCode != 0)
    {
        throw new CakeException($"{program} {arguments} ended with exit code {exitCode}.");
    }
}
