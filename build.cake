// The one door to everything: `dotnet tool restore`, then `dotnet cake` (runs Test) or `dotnet cake --target=<name>`.

const string Solution = "Coroutines.slnx";
const string Tests = "Scheduler.Tests/Scheduler.Tests.csproj";
const string DefaultRepository = "https://coroutines.example"; // as in Directory.Build.props
const string PackagingTool = "Scheduler/Packaging/bin/Release/net10.0/Coroutines.Packaging.dll";

Task("Build")
    .Description("Compiles everything, the tests against both builds of the library.")
    .Does(() =>
    {
        DotNetBuild(Solution);
        DotNetBuild(Tests, new DotNetBuildSettings { MSBuildSettings = OnNetStandard() });
    });

Task("Test")
    .Description("Runs the suite on the net10.0 build of the library.")
    .Does(() => DotNetTest(Tests));

Task("Quick")
    .Description("Runs the tests of the core on the net10.0 build: two thirds of the suite, without streams, pages, documents and peers, in a fifth of its time.")
    .Does(() => DotNetTest(Tests, new DotNetTestSettings { Settings = "Scheduler.Tests/Quick.runsettings", ResultsDirectory = "artifacts/quick" }));

Task("TestNetStandard")
    .Description("Runs the suite on the netstandard2.1 build, without what no build changes; --no-build after Build.")
    .Does(() => DotNetTest(Tests, new DotNetTestSettings { MSBuildSettings = OnNetStandard(), NoBuild = HasArgument("no-build") }));

Task("Nightly")
    .Description("Runs what the suite leaves out: the same rules with far more frames, levels and repetitions.")
    .Does(() => DotNetTest(Tests, new DotNetTestSettings { Settings = "Scheduler.Tests/Nightly.runsettings", ResultsDirectory = "artifacts/nightly" }));

Task("Examples")
    .Description("Runs the tour of the examples, the store that three processes keep, the worker, and the house on two silos, of which one is killed.")
    .Does(() =>
    {
        DotNetRun("Examples");
        DotNetRun("Examples", "raft");
        DotNetRun("Examples/Jobs");
        DotNetRun("Examples/Rooms", "kill 2 20");
    });

Task("Exercises")
    .Description("Proves the course: each exercise fails at its start and with every known mistake, and passes with its solution and every known alternative.")
    .Does(() =>
    {
        // As strictly as all other code, once with what the learner finds and once with the solutions.
        foreach (string files in new[] { "Course", "Solutions" })
        {
            DotNetBuild("Examples/Exercises/Course", new DotNetBuildSettings
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
        DotNetTest(Tests, new DotNetTestSettings { Filter = "Category=Conformance", ResultsDirectory = "artifacts/conformance", NoBuild = HasArgument("no-build") });
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
    .Description("Prints the tables of ratios: --rows=switch,echo64,… for some of them; --page=Scheduler/BENCHMARKS.md puts them into the page of the site.")
    .Does(() =>
    {
        string page = HasArgument("page") ? $"--page={Argument<string>("page")}" : "";
        DotNetRun("Scheduler.Tests/Benchmarks", $"quick {Argument("rows", "").Replace(',', ' ')} {page}", new DotNetRunSettings { Configuration = "Release" });
    });

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
    .Description("Makes the NuGet packages, unpacks them, and fails unless all is in them that belongs there; and the folder for Unity. --repository is the address of a fork.")
    .Does(() =>
    {
        CleanDirectory("artifacts/packages");

        // What was built for another purpose names folders of this machine, and would count as up to date.
        CleanDirectories("Scheduler/**/obj/Release");
        DotNetBuild("Scheduler/Packaging", new DotNetBuildSettings { Configuration = "Release" });
        foreach (string project in new[] { "Scheduler/Scheduler.csproj", "Scheduler/NUnit/Coroutines.NUnit.csproj", "Scheduler/Hosting/Coroutines.Hosting.csproj", "Scheduler/Jobs/Coroutines.Jobs.csproj", "Scheduler/Jobs.Nats/Coroutines.Jobs.Nats.csproj", "Scheduler/Orleans/Coroutines.Orleans.csproj" })
        {
            DotNetPack(project, new DotNetPackSettings { Configuration = "Release", OutputDirectory = "artifacts/packages", MSBuildSettings = PackSettings() });
        }

        Run("dotnet", $"{PackagingTool} check artifacts/packages .");

        // The folder for Unity, with all dlls that the netstandard2.1 build needs there.
        CleanDirectory("artifacts/unity");
        DotNetPublish("Scheduler/Scheduler.csproj", new DotNetPublishSettings
        {
            Configuration = "Release",
            Framework = "netstandard2.1",
            OutputDirectory = "artifacts/unity/Plugins",
            MSBuildSettings = PackSettings().WithProperty("GenerateDependencyFile", "false").WithProperty("DebugType", "none"),
        });
        Run("dotnet", $"{PackagingTool} unity . artifacts/unity {PackedVersion()} {Argument("repository", DefaultRepository)}");
    });

Task("Consumers")
    .Description("Builds and runs projects outside of the solution against the packages that Pack has made: C# on net10.0, C# 9 on netstandard2.1, F#, Visual Basic, NUnit, a web server, a worker of jobs, a silo.")
    .Does(() =>
    {
        string version = PackedVersion();
        DotNetMSBuildSettings With() => new DotNetMSBuildSettings().WithProperty("CoroutinesVersion", version);

        // Packages of the same version that were made before.
        CleanDirectories("artifacts/consumers/coroutines*");
        DotNetBuild("Scheduler.Tests/Consumers/Consumers.slnx", new DotNetBuildSettings { MSBuildSettings = With() });
        RunAndExpect("Scheduler.Tests/Consumers/Net/bin/Debug/net10.0/Net.dll", "tea: 2 s, toast: 3 s, together 3 s");
        RunAndExpect("Scheduler.Tests/Consumers/FSharp/bin/Debug/net10.0/FSharp.dll", "tea, toast");
        RunAndExpect("Scheduler.Tests/Consumers/Web/bin/Debug/net10.0/Web.dll", "hello ann, Healthy");
        RunAndExpect("Scheduler.Tests/Consumers/VisualBasic/bin/Debug/net10.0/VisualBasic.dll", "tea, toast");
        RunAndExpect("Scheduler.Tests/Consumers/Jobs/bin/Debug/net10.0/Jobs.dll", "ann, bob");
        RunAndExpect("Scheduler.Tests/Consumers/Orleans/bin/Debug/net10.0/Silo.dll", "hello ann");
        DotNetTest("Scheduler.Tests/Consumers/Tests", new DotNetTestSettings { NoBuild = true, MSBuildSettings = With() });

        // The analyzers come along.
        foreach (string project in new[] { "Net/Net.csproj", "VisualBasic/VisualBasic.vbproj" })
        {
            StartProcess("dotnet", new ProcessSettings
            {
                Arguments = $"build Scheduler.Tests/Consumers/{project} --no-restore -p:CoroutinesVersion={version} -p:DefineConstants=MISTAKE -p:OutputPath=bin/Mistake/ -p:IntermediateOutputPath=obj/Mistake/",
                RedirectStandardOutput = true,
            }, out var lines);
            if (!lines.Any(line => line.Contains("error CORO003")))
            {
                throw new CakeException($"{project}: a forgotten awaitable was not reported.\n{string.Join("\n", lines)}");
            }
        }
    });

Task("Aot")
    .Description("Publishes a program with checks of all parts of the library, compiled ahead of time, trimmed and as a single file, and runs each; --as=native,trimmed,single for some.")
    .Does(() =>
    {
        if (FindWhatAotLacks() is { } lacking)
        {
            Warning($"Not compiled ahead of time: {lacking}.");
        }

        string runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        foreach (string way in Argument("as", "native,trimmed,single").Split(',').Where(way => way != "native" || FindWhatAotLacks() is null))
        {
            string folder = $"artifacts/aot/{way}";
            CleanDirectory(folder);

            // What the checks do not use is looked at by the trimmer all the same.
            DotNetPublish("Scheduler.Tests/Aot", new DotNetPublishSettings
            {
                Configuration = "Release",
                Runtime = runtime,
                OutputDirectory = folder,
                MSBuildSettings = new DotNetMSBuildSettings().WithProperty("PublishAs", way).WithProperty("WholeLibrary", "true"),
            });
            string program = IsRunningOnWindows() ? $"{folder}/Aot.exe" : $"{folder}/Aot";
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Run(program, "");
            Information($"{way}: {new System.IO.FileInfo(program).Length / 1e6:0.0} MB, {watch.ElapsedMilliseconds} ms from start to exit");
        }
    });

Task("Docs")
    .Description("Makes the site: the pages and the reference, in artifacts/site. --repository is the address of a fork.")
    .Does(() =>
    {
        CleanDirectory("artifacts/site");
        CleanDirectory("artifacts/site-pages");
        DotNetBuild("Scheduler/Packaging", new DotNetBuildSettings { Configuration = "Release" });
        foreach (string project in new[] { "Scheduler/NUnit", "Scheduler/Hosting", "Scheduler/Jobs", "Scheduler/Jobs.Nats", "Scheduler/Orleans" })
        {
            DotNetBuild(project, new DotNetBuildSettings { Configuration = "Release", MSBuildSettings = PackSettings() });
        }

        Run("dotnet", $"{PackagingTool} site . artifacts/site-pages {Argument("repository", DefaultRepository)}");
        Run("dotnet", "docfx artifacts/site-pages/docfx.json --warningsAsErrors --logLevel warning");
        Information($"artifacts/site: {GetFiles("artifacts/site/**/*.html").Count} pages");
    });

Task("Pictures")
    .Description("Takes the pictures of the pages anew, by Chromium, which has to be installed.")
    .Does(() =>
    {
        string browser = new[] { "chromium", "chromium-browser", "google-chrome" }.FirstOrDefault(IsOnPath) ?? throw new CakeException("Chromium is not installed.");
        CleanDirectory("artifacts/pictures");
        DotNetBuild("Examples");
        Run("dotnet", "run --project Examples --no-build -- --record artifacts/pictures/timeline.html loopback");
        foreach (string theme in new[] { "light", "dark" })
        {
            TakePicture(browser, $"file://{MakeAbsolute(File("artifacts/pictures/timeline.html"))}#theme={theme}", $"timeline-{theme}");
        }

        // The tests of the live page take pictures of theirs.
        DotNetTest(Tests, new DotNetTestSettings { Filter = "FullyQualifiedName~DashboardPageTests", ResultsDirectory = "artifacts/pictures" });
        foreach (string theme in new[] { "light", "dark" })
        {
            CopyFileToDirectory($"Scheduler.Tests/bin/net10.0/Debug/net10.0/dashboard-{theme}.png", "Scheduler/Site/pictures");
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

void RunAndExpect(string assembly, string expected)
{
    StartProcess("dotnet", new ProcessSettings { Arguments = assembly, RedirectStandardOutput = true }, out var lines);
    string printed = string.Join("\n", lines).Trim();
    if (printed != expected)
    {
        throw new CakeException($"{assembly} printed {printed}, not {expected}.");
    }

    Information($"{assembly}: {printed}");
}

void TakePicture(string browser, string address, string name) => Run(
    browser,
    $"--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars --window-size=1200,640 --virtual-time-budget=10000 "
        + $"--user-data-dir={MakeAbsolute(Directory("artifacts/pictures/profile"))} --screenshot={MakeAbsolute(File($"Scheduler/Site/pictures/{name}.png"))} {address}");

// What the linking of native code needs, beside the SDK.
string FindWhatAotLacks() =>
    IsRunningOnWindows() || IsRunningOnMacOs() ? null
    : !IsOnPath("clang") && !IsOnPath("gcc") ? "neither clang nor gcc is installed"
    : !FileExists("/usr/include/zlib.h") ? "zlib's headers are not installed (zlib1g-dev)"
    : null;

bool IsOnPath(string program) => EnvironmentVariable("PATH").Split(System.IO.Path.PathSeparator).Any(folder => FileExists($"{folder}/{program}"));

// That of the packages that Pack has made.
string PackedVersion()
{
    string package = GetFiles("artifacts/packages/Coroutines.*.nupkg").Select(file => file.GetFilename().FullPath).FirstOrDefault(name => char.IsDigit(name["Coroutines.".Length]))
        ?? throw new CakeException("There are no packages in artifacts/packages: run the target Pack first.");
    return package.Substring("Coroutines.".Length, package.Length - "Coroutines..nupkg".Length);
}

DotNetMSBuildSettings OnNetStandard() => new DotNetMSBuildSettings().WithProperty("LibraryFramework", "netstandard2.1");

// With the texts that are made for packages, and without the paths of this machine.
DotNetMSBuildSettings PackSettings()
{
    var settings = new DotNetMSBuildSettings()
        .WithProperty("PackagingTool", MakeAbsolute(File(PackagingTool)).FullPath)
        .WithProperty("ContinuousIntegrationBuild", "true")
        .WithProperty("CopyLocalLockFileAssemblies", "true"); // those who look at an assembly want to see what it refers to
    return HasArgument("repository") ? settings.WithProperty("RepositoryUrl", Argument<string>("repository")) : settings;
}
