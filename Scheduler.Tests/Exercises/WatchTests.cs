namespace Coroutines.Tests.Exercises;

/// <summary>The watch mode, in a terminal.</summary>
public sealed class WatchTests
{
    private CourseCopy _course = null!;
    private Tmux? _terminal;

    [SetUp]
    public void Start()
    {
        _course = new CourseCopy(1, 2, 3);
        string program = _course.InstallProgram();
        string before = Path.Combine(_course.Root, "before");
        string after = Path.Combine(_course.Root, "after");
        _terminal = new Tmux(
            _course.Root,
            $"cd {_course.Root}; stty -a > {before}; dotnet {program} --watch --language en; echo \"exit code $?\"; stty -a > {after}; echo done; cat");
    }

    [TearDown]
    public void Stop()
    {
        _terminal?.Dispose();
        _course.Dispose();
    }

    [Test]
    public void Watch_FollowsALearner()
    {
        Tmux terminal = _terminal!;

        // It begins with the first exercise that is unsolved.
        string screen = terminal.WaitFor("q quit");
        screen.ShouldContain("[...]  0 of 3 solved");
        screen.ShouldContain("Next: 1. A generator, stepped by hand");

        // An error: the table is there, and the place.
        _course.Edit(1, "yield break;", "yield break");
        screen = terminal.WaitFor("DOES NOT COMPILE Generators.cs");
        screen.ShouldMatch(@"-> +1\. A generator, stepped by hand +does not compile");
        screen.ShouldContain(" 2. Calling a coroutine runs nothing");
        screen.ShouldContain("; expected (CS1002)");

        // Solved: it stays, and goes on when it is told to.
        _course.Solve(1);
        screen = terminal.WaitFor("SOLVED 1. A generator, stepped by hand");
        screen.ShouldContain("[#..]  1 of 3 solved");
        terminal.Press("s");
        terminal.WaitFor("public static List<int> TakeTwo(IEnumerator<int> numbers)");
        terminal.Press("n");
        terminal.WaitFor("Next: 2. Calling a coroutine runs nothing");

        // No solution before it is solved, but a hint.
        terminal.Press("s");
        terminal.WaitFor("Solve it first");
        terminal.Press("h");
        terminal.WaitFor("Hint for 2. Calling a coroutine runs nothing");
        terminal.Press("l");
        terminal.WaitFor(text => text.Split("[#..]  1 of 3 solved").Length == 3);

        // What is saved is what is shown.
        File.AppendAllText(_course[3].EditPath, "\n");
        terminal.WaitFor("Next: 3. A round-robin loop");
    }

    [Test]
    public void Reset_AsksFirst()
    {
        Tmux terminal = _terminal!;
        string start = File.ReadAllText(_course[1].EditPath);
        terminal.WaitFor("q quit");
        _course.Solve(1);
        string written = File.ReadAllText(_course[1].EditPath);
        terminal.WaitFor("SOLVED 1.");

        terminal.Press("r");
        terminal.WaitFor("Put Generators.cs back to its beginning?");
        terminal.Press("x");
        terminal.WaitFor("Nothing was changed.");
        File.ReadAllText(_course[1].EditPath).ShouldBe(written);

        terminal.Press("r", "y");
        terminal.WaitFor("Next: 1. A generator, stepped by hand");
        File.ReadAllText(_course[1].EditPath).ShouldBe(start);
    }

    /// <summary>The keys go on while a test does not end, and a change ends the check that is out of date.</summary>
    [Test]
    public void Watch_WhileATestNeverEnds_GoesOn()
    {
        Tmux terminal = _terminal!;
        terminal.WaitFor("q quit");
        _course.Edit(1, "        yield break;", "        while (true)\n        {\n        }");
        terminal.WaitFor(screen => screen.TrimEnd().EndsWith("Checking ...", StringComparison.Ordinal));

        _course.Solve(1);

        terminal.WaitFor(screen => screen.Contains("SOLVED 1.", StringComparison.Ordinal) || screen.Contains("did not end", StringComparison.Ordinal))
            .ShouldContain("SOLVED 1.");
    }

    [TestCase("q", 0)]
    [TestCase("C-c", 0)]
    public void End_GivesTheTerminalBack(string key, int exitCode)
    {
        Tmux terminal = _terminal!;
        terminal.WaitFor("q quit");

        terminal.Press(key);

        terminal.WaitFor("done").ShouldContain($"exit code {exitCode}\n");
        File.ReadAllText(Path.Combine(_course.Root, "after")).ShouldBe(File.ReadAllText(Path.Combine(_course.Root, "before")));
    }
}
