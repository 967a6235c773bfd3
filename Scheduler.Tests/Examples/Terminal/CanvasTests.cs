using Coroutines.Examples.Terminal;

namespace Coroutines.Tests.Examples.Terminal;

internal sealed class CanvasTests
{
    [Test]
    public void Put_BesideTheCanvas_IsCutOff()
    {
        var canvas = new Canvas(4, 2);
        canvas.Write(-2, 0, "abcdefgh");
        canvas.Write(0, 2, "below");
        canvas.Write(0, -1, "above");

        canvas.Lines().ShouldBe(["cdef", ""]);
    }

    [Test]
    public void WriteCentred_PutsTheTextInTheMiddle()
    {
        var canvas = new Canvas(7, 1);
        canvas.WriteCentred(0, "abc");

        canvas.Lines().ShouldBe(["  abc"]);
    }

    [Test]
    public void Compose_TheFirstTime_ClearsAndDrawsInTheMiddleOfTheTerminal()
    {
        var canvas = new Canvas(3, 2);
        canvas.Write(0, 0, "ab", Colour.Red);
        canvas.Put(2, 1, 'c');

        new CanvasWriter().Compose(canvas, columns: 13, rows: 6).ShouldBe("\e[0m\e[2J\e[3;6H\e[91mab\e[4;8H\e[39mc");
    }

    [Test]
    public void Compose_Again_TellsWhatHasChanged()
    {
        var writer = new CanvasWriter();
        var canvas = new Canvas(5, 1);
        canvas.Write(0, 0, "abcde");
        writer.Compose(canvas, 5, 1);
        writer.Compose(canvas, 5, 1).ShouldBe("");

        canvas.Write(1, 0, "X");
        canvas.Write(3, 0, "YZ", Colour.Blue);

        writer.Compose(canvas, 5, 1).ShouldBe("\e[1;2H\e[39mX\e[1;4H\e[94mYZ");
    }

    [Test]
    public void Compose_AfterAResizeOrWhenForgotten_DrawsAll()
    {
        var writer = new CanvasWriter();
        var canvas = new Canvas(1, 1);
        canvas.Put(0, 0, 'a');
        writer.Compose(canvas, 1, 1);

        writer.Compose(canvas, 3, 1).ShouldBe("\e[0m\e[2J\e[1;2H\e[39ma");
        writer.Forget();
        writer.Compose(canvas, 3, 1).ShouldBe("\e[0m\e[2J\e[1;2H\e[39ma");
    }
}
