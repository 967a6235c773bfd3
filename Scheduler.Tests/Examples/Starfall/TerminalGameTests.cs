using Coroutines.Examples.Starfall.View;
using Coroutines.Examples.Terminal;

namespace Coroutines.Tests.Examples.Starfall;

internal sealed class TerminalGameTests
{
    private const string Enter = "\e[?1049h\e[?25l\e[2J";
    private const string Leave = "\e[0m\e[?25h\e[?1049l\e[?1l\e>";

    private readonly CountingWriter _output = new();
    private (int Columns, int Rows) _size = (80, 24);

    [TearDown]
    public void CloseOutput() => _output.Dispose();

    [TestCase("q", 0)]
    [TestCase("Q", 0)]
    [TestCase("\x3", 130)]
    [TestCase("\x1c", 130)]
    public void KeyThatEndsIt_GivesTheTerminalBack(string key, int exitCode)
    {
        TerminalGame game = NewGame(new ScriptedKeyboard("", " ", "", key));

        Play(game).ShouldBe(exitCode);
        _output.ToString().ShouldStartWith(Enter);
        _output.ToString().ShouldEndWith(Leave);
    }

    [Test]
    public void Exception_GivesTheTerminalBack()
    {
        int frames = 0;
        var game = new TerminalGame(
            new ScriptedKeyboard(), () => _size, () => ++frames < 10 ? GameRun.FrameTime : throw new DivideByZeroException(), seed: 1);

        Should.Throw<DivideByZeroException>(() => Play(game));
        _output.ToString().ShouldEndWith(Leave);
    }

    [Test]
    public void Frame_IsSentAtOnceAndOnlyWhereItChanges()
    {
        Play(NewGame(new ScriptedKeyboard([.. Enumerable.Repeat("", 100), "q"])));

        // One for each of the frames, at most, and one for each end.
        _output.Flushes.ShouldBeLessThanOrEqualTo(101 + 2);
        _output.ToString().Split("\e[2J").Length.ShouldBe(3);
        _output.ToString().Length.ShouldBeLessThan(20_000);
    }

    [Test]
    public void KeyForTimes_ShowsWhatTheFramesAreSpentOn()
    {
        Play(NewGame(new ScriptedKeyboard([" ", "t", .. Enumerable.Repeat("", 30), "q"])));
        _output.ToString().ShouldContain("µs a frame");
        _output.ToString().ShouldContain("TakeControls");
    }

    [Test]
    public void TerminalThatBecomesTooSmall_StopsTheGameUntilItIsLargeEnough()
    {
        int frame = 0;
        var game = new TerminalGame(
            new ScriptedKeyboard([" ", .. Enumerable.Repeat("", 30), "q"]),
            () => _size,
            () =>
            {
                _size = ++frame is > 10 and <= 20 ? (50, 10) : (80, 24);
                return GameRun.FrameTime;
            },
            seed: 1);
        Play(game);

        game.Frames.ShouldBe(32 - 10);
        _output.ToString().ShouldContain("50x10,");
    }

    [Test]
    public void TerminalThatIsTooSmall_CanBeLeft()
    {
        TerminalGame game = NewGame(new ScriptedKeyboard("", "q"));
        _size = (20, 5);

        Play(game).ShouldBe(0);
        game.Frames.ShouldBe(0);
        _output.ToString().ShouldEndWith(Leave);
    }

    [Test]
    public void ProcessThatWasContinued_DrawsEverythingAnew()
    {
        Play(NewGame(new ScriptedKeyboard([.. Enumerable.Repeat("", 20), "q"]) { ContinuedFrame = 10 }));

        _output.ToString().Split(Enter).Length.ShouldBe(3);
        _output.ToString().Split("S T A R F A L L").Length.ShouldBe(3);
    }

    [TestCase(80, 24, 78, 20)]
    [TestCase(60, 20, 58, 16)]
    [TestCase(10, 5, 58, 16)]
    [TestCase(100, 30, 98, 26)]
    [TestCase(300, 100, 118, 32)]
    public void Field_FillsTheTerminalWithinReason(int columns, int rows, int width, int height) =>
        Artist.FieldFor(columns, rows).ShouldBe(new(width, height));

    private TerminalGame NewGame(IKeyboard keyboard) => new(keyboard, () => _size, () => GameRun.FrameTime, seed: 1);

    private int Play(TerminalGame game)
    {
        using var signals = new StopSignals();
        return game.Play(_output, signals);
    }
}
