using Coroutines.Examples.Frames;
using FramesGame = Coroutines.Examples.Frames.Game;

namespace Coroutines.Tests.Examples;

internal sealed class FramesTests
{
    [Test]
    public void Headless_EndsInTheSameStateEachTime()
    {
        ExampleRun run = ExampleRun.OnRealTime("frames", "--headless");

        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldBe(
        [
            "300 frames, 5.0 s: 11 balls so far, 6 in the air. 3 s left.",
            "  ball  6 at  33.5, 12.6  worn",
            "  ball  7 at  53.0,  5.5",
            "  ball  8 at  46.0,  6.0",
            "  ball  9 at  58.0, 13.9",
            "  ball 10 at  56.5,  4.9",
            "  ball 11 at   1.0,  1.0",
        ]);
    }

    [Test]
    public void WithoutATerminal_NothingIsDrawn() =>
        ExampleRun.OnRealTime("frames").Lines.ShouldAllBe(line => !line.Contains('\e'));

    // Balls come every half second of the game's time, however long a frame is.
    [TestCase(1.0 / 60)]
    [TestCase(0.25)]
    [TestCase(0.7)]
    [TestCase(20)]
    public void Game_AtAnyFrameRate_MakesSixteenBallsAndEnds(double frame)
    {
        using var game = new FramesGame(40, 10, new SchedulerOptions());
        while (!game.IsOver)
        {
            game.Tick(frame);
            game.Time.ShouldBeLessThan(30);
        }

        game.BallsSoFar.ShouldBe(16);
        game.Headline.ShouldBe("The end");
    }

    [Test]
    public void Ball_StaysInTheField()
    {
        using var game = new FramesGame(10, 3, new SchedulerOptions());
        for (int i = 0; i < 500; i++)
        {
            game.Tick(0.016 * (i % 5));
            game.Balls.ShouldAllBe(ball => ball.X >= 0 && ball.X <= 9 && ball.Y >= 0 && ball.Y <= 2);
        }
    }

    [Test]
    public void Game_DisposedEarly_TakesItsBallsOut()
    {
        var game = new FramesGame(40, 10, new SchedulerOptions());
        game.Tick(2);
        game.Balls.ShouldNotBeEmpty();

        game.Dispose();

        game.Balls.ShouldBeEmpty();
    }

    [Test]
    public void Screen_HoweverTheGameEnds_GivesTheTerminalBack()
    {
        var output = new StringWriter();
        Should.Throw<DivideByZeroException>(() =>
        {
            using var screen = new Screen(output);
            throw new DivideByZeroException();
        });

        output.ToString().ShouldBe("\e[?1049h\e[?25l\e[2J" + "\e[0m\e[?25h\e[?1049l" + "\e[?1l\e>");
    }

    [Test]
    public void Screen_DrawsTheFieldWithItsBalls()
    {
        using var game = new FramesGame(20, 4, new SchedulerOptions());
        game.Tick(0);
        var output = new StringWriter();
        using (var screen = new Screen(output))
        {
            screen.Draw(game);
        }

        string[] lines = output.ToString().Split("\e[2J")[1].Split("\r\n");
        lines[1..^1].ShouldBe(
        [
            "+--------------------+",
            "|                    |",
            "|           @        |",
            "|                    |",
            "|                    |",
            "+--------------------+",
        ]);
    }
}
